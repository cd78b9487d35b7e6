import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPublicClient, createTestClient, createWalletClient, parseEther, toHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localTransport } from './chain/transport.ts';
import { type LocalChain, startChain } from './chain.ts';
import { LOOPBACK, PortTakenError } from './ports.ts';
import { ChainInUseError, ChainStartError } from './chain/errors.ts';
import { identifyProcess } from './processes.ts';

const RECEIVER = '0x00000000000000000000000000000000000000aa';
const account = mnemonicToAccount('test test test test test test test test test test test junk');

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(parameters: Parameters<typeof startChain>[0] = {}): Promise<LocalChain> {
  const chain = await startChain(parameters);
  cleanups.push(() => chain.stop());
  return chain;
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-chain-test-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function clients({ rpcUrl }: Pick<LocalChain, 'rpcUrl'>) {
  const transport = localTransport(rpcUrl);
  return {
    reader: createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 }),
    writer: createWalletClient({ account, chain: foundry, transport }),
    miner: createTestClient({ mode: 'anvil', transport }),
  };
}

async function send(chain: Pick<LocalChain, 'rpcUrl'>, value: bigint): Promise<void> {
  const { reader, writer } = clients(chain);
  const hash = await writer.sendTransaction({ to: RECEIVER, value });
  await reader.waitForTransactionReceipt({ hash });
}

describe('startChain', () => {
  test('default: a chain of id 31337 that mines a block a transaction', async () => {
    const chain = await start();
    const { reader } = clients(chain);
    expect(await reader.getChainId()).toBe(31_337);
    await send(chain, 5n);
    expect(await reader.getBalance({ address: RECEIVER })).toBe(5n);
    expect(await reader.getBlockNumber()).toBe(1n);
  });

  test('behavior: with a block time, blocks come by themselves', async () => {
    const chain = await start({ blockTimeSeconds: 1 });
    const { reader } = clients(chain);
    const second = await new Promise<bigint>((resolve) => {
      const stop = reader.watchBlockNumber({
        onBlockNumber: (number) => {
          if (number < 2n) return;
          stop();
          resolve(number);
        },
      });
    });
    expect(second).toBeGreaterThanOrEqual(2n);
  });

  test('behavior: the chain, its old blocks and its logs are found again in its data directory', async () => {
    const dataDirectory = await temporaryDirectory();
    const first = await startChain({ dataDirectory });
    await send(first, parseEther('3'));
    await clients(first).miner.mine({ blocks: 4 });
    const before = await clients(first).reader.getBlock({ blockNumber: 1n });
    await first.stop();
    expect(await identifyProcess(first.pid)).toBeUndefined();

    const second = await start({ dataDirectory });
    const { reader } = clients(second);
    expect(await reader.getBlockNumber()).toBe(5n);
    expect(await reader.getBalance({ address: RECEIVER })).toBe(parseEther('3'));
    expect((await reader.getBlock({ blockNumber: 1n })).hash).toBe(before.hash);
    await send(second, 1n);
    expect(await reader.getBlockNumber()).toBe(6n);
  });

  test('behavior: a chain that is in use is not started twice', async () => {
    const dataDirectory = await temporaryDirectory();
    await start({ dataDirectory });
    await expect(startChain({ dataDirectory })).rejects.toThrow(ChainInUseError);
  });

  test('behavior: a chain that a killed run left running is saved, ended and started again', async () => {
    const dataDirectory = await temporaryDirectory();
    const script = `
      import { startChain } from ${JSON.stringify(new URL('./chain.ts', import.meta.url).href)};
      const { pid, rpcUrl } = await startChain({ dataDirectory: ${JSON.stringify(dataDirectory)} });
      process.stdout.write(JSON.stringify({ pid, rpcUrl }));`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: path.resolve(import.meta.dirname, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      other.stdout.once('data', (text) => resolve(String(text))),
    );
    const leftOver = z.object({ pid: z.number(), rpcUrl: z.string() }).parse(JSON.parse(line));
    await send(leftOver, 9n);
    const exited = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await exited;

    const notices: string[] = [];
    const next = await start({ dataDirectory, onNotice: (sentence) => notices.push(sentence) });
    expect(notices).toEqual([
      `A chain left over from an earlier run (process ${leftOver.pid}) is saved and started again.`,
    ]);
    expect(await identifyProcess(leftOver.pid)).toBeUndefined();
    expect(await clients(next).reader.getBalance({ address: RECEIVER })).toBe(9n);
  });

  test('behavior: a chain killed after its state was saved comes back with that state', async () => {
    const dataDirectory = await temporaryDirectory();
    const first = await startChain({ dataDirectory });
    await send(first, 7n);
    await first.stop();
    const second = await startChain({ dataDirectory });
    process.kill(second.pid, 'SIGKILL');
    await second.ended;
    await second.stop();
    const third = await start({ dataDirectory });
    expect(await clients(third).reader.getBalance({ address: RECEIVER })).toBe(7n);
  });

  test('behavior: a port that is taken is named, with what to change', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen({ port: 0, host: LOOPBACK }, resolve));
    cleanups.push(() => new Promise((resolve) => blocker.close(() => resolve())));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const failure = startChain({ port });
    await expect(failure).rejects.toThrow(PortTakenError);
    await expect(failure).rejects.toThrow('the chain port');
  });

  test('behavior: a damaged state file is reported with what the chain said', async () => {
    const dataDirectory = await temporaryDirectory();
    await writeFile(path.join(dataDirectory, 'chain.json'), toHex('not a chain'));
    await expect(startChain({ dataDirectory })).rejects.toThrow(ChainStartError);
  });
});
