import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { useTestDatabase } from '../../test/database.ts';
import { TEST_CONTRACTS } from '../../test/event-logs.ts';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { ChainUnreachableError } from '#sdk/chain/read.ts';
import { createIndexer } from '../indexer/indexer.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { ChainMismatchError, connectChain } from './connection.ts';

/** How an endpoint fails: it refuses the connection, answers that it is overloaded, or with an error of JSON-RPC. */
type Condition = 'well' | 'refusing' | 'overloaded' | 'failing';

/** An endpoint before a chain that can be made to fail. */
async function startEndpoint(rpcUrl: string) {
  let condition: Condition = 'well';
  let requests = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (condition === 'refusing') return request.socket.destroy();
      if (condition === 'overloaded') return response.writeHead(503).end();
      if (condition === 'failing') {
        const error = { code: -32_603, message: 'the node is syncing' };
        const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString());
        const answers = (Array.isArray(parsed) ? parsed : [parsed]).map(({ id }: { id: number }) => ({
          jsonrpc: '2.0',
          id,
          error,
        }));
        return response.end(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
      }
      requests += 1;
      fetch(rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.concat(chunks),
      })
        .then((answer) => answer.text())
        .then(
          (text) => response.end(text),
          () => response.writeHead(502).end(),
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    become: (next: Condition) => {
      condition = next;
    },
    requests: () => requests,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe('several RPC endpoints', () => {
  const database = useTestDatabase();
  let chain: LocalChain;
  let first: Awaited<ReturnType<typeof startEndpoint>>;
  let second: Awaited<ReturnType<typeof startEndpoint>>;
  let deployment: Deployment;

  beforeAll(async () => {
    chain = await startChain({ blockTimeSeconds: 1 });
    [first, second] = await Promise.all([startEndpoint(chain.rpcUrl), startEndpoint(chain.rpcUrl)]);
    const [modelSubmission] = Object.values(TEST_CONTRACTS);
    if (modelSubmission === undefined) throw new Error('There are no contracts.');
    const others = Object.fromEntries(
      ['avsLogic', 'messageHandler', 'slasher', 'timelock', 'token', 'stakeToken'].map((name) => [
        name,
        modelSubmission,
      ]),
    );
    deployment = {
      chainId: chain.chainId,
      startBlock: 0,
      contracts: { ...others, ...TEST_CONTRACTS } as Deployment['contracts'],
      taskDefinitionId: 1,
    };
  });

  afterAll(async () => {
    await Promise.all([first?.stop(), second?.stop()]);
    await chain?.stop();
  });

  const connect = (rpcUrls: string[]) => connectChain({ rpcUrls, deployment, metrics: createMetrics() });

  test.each(['refusing', 'overloaded', 'failing'] as const)(
    'while the first is %s the second is used, and the first again when it is well',
    async (condition) => {
      first.become('well');
      const { publicClient } = await connect([first.url, second.url]);
      const before = second.requests();
      first.become(condition);
      expect(await publicClient.getBlockNumber()).toBeGreaterThanOrEqual(0n);
      expect(second.requests()).toBeGreaterThan(before);
      first.become('well');
      const [atFirst, atSecond] = [first.requests(), second.requests()];
      await publicClient.getBlockNumber();
      expect(first.requests()).toBeGreaterThan(atFirst);
      expect(second.requests()).toBe(atSecond);
    },
  );

  test('the index goes on while the endpoints fail one after the other, and after both did', async () => {
    first.become('well');
    const { publicClient } = await connect([first.url, second.url]);
    const ending = new AbortController();
    const seen: bigint[] = [];
    const indexer = createIndexer({
      publicClient,
      database: database(),
      deployment,
      logger: pino({ level: 'silent' }),
      signal: ending.signal,
      pollingIntervalMs: 50,
      onBlock: ({ number }) => seen.push(number),
    });
    const running = indexer.run();
    const advance = async () => {
      const target = (seen.at(-1) ?? 0n) + 2n;
      await expect.poll(() => seen.at(-1) ?? 0n, { timeout: 90_000 }).toBeGreaterThanOrEqual(target);
    };
    await advance();
    first.become('refusing');
    await advance();
    first.become('well');
    second.become('overloaded');
    await advance();
    first.become('overloaded');
    const head = seen.at(-1) ?? 0n;
    // With neither there is nothing to see, and nothing ends.
    await expect(publicClient.getBlockNumber()).rejects.toThrow();
    first.become('well');
    await advance();
    expect(seen.at(-1)).toBeGreaterThan(head);
    ending.abort();
    await running;
    // No block is left out; one is announced again when the index takes up its work again.
    const distinct = [...new Set(seen)];
    expect(distinct).toEqual(distinct.map((_, index) => (seen[0] ?? 0n) + BigInt(index)));
    second.become('well');
  });

  test('error: an endpoint of another chain, and no endpoint at all', async () => {
    first.become('well');
    const elsewhere = { ...deployment, chainId: 5 };
    await expect(
      connectChain({ rpcUrls: [first.url], deployment: elsewhere, metrics: createMetrics() }),
    ).rejects.toThrow(ChainMismatchError);
    first.become('refusing');
    await expect(connect([first.url])).rejects.toThrow(ChainUnreachableError);
  });
});
