import { Agent, request } from 'node:http';
import { keccak256, numberToHex } from 'viem';
import type { Database } from '#database/client.ts';
import { toAttestationBody } from '#protocol/http/attestations.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { followComputedVerdicts } from './computed-verdicts.ts';
import type { NetworkOperator, OperatorNetwork } from './operator-network.ts';

/** An operator that sends everybody one message after the other, without a pause. */
export type Flood = {
  /** How many answers there were of each HTTP status; 0: none came. */
  answers(): ReadonlyMap<number, number>;
  stop(): Promise<void>;
};

/** Another machine's: an address of its own, as the honest have theirs. */
const ADDRESS = '127.0.0.2';
const SIGNATURES = 64;
/** One in so many messages is no JSON at all. */
const MALFORMED_EVERY = 8;

/**
 * Sends signatures that are points of the group but under nothing, in the operator's own name and about the verdict that
 * is due, and text that is no message.
 *
 * @param parameters.database Where it reads what is due.
 */
export function startFlood(parameters: {
  network: OperatorNetwork;
  operator: NetworkOperator;
  database: Database;
}): Flood {
  const { network, operator, database } = parameters;
  const { account, bls } = operator;
  const signatures = Array.from({ length: SIGNATURES }, (_, index) =>
    bls.sign(keccak256(numberToHex(index, { size: 32 }))),
  );
  const counts = new Map<number, number>();
  const agent = new Agent({ keepAlive: true });
  const ending = new AbortController();
  let due: Verdict | undefined;
  let sent = 0;

  function nextBody(): string {
    sent += 1;
    if (!due || sent % MALFORMED_EVERY === 0) return '{"submissionId":';
    const { submissionId, seed, championId } = due;
    const signature = signatures[sent % SIGNATURES] ?? '0x';
    return JSON.stringify(
      toAttestationBody({ submissionId, seed, championId, operator: account.address, signature }),
    );
  }

  async function pour(endpoint: string): Promise<void> {
    while (!ending.signal.aborted) {
      const status = await post(`${endpoint}/attestations`, nextBody(), agent);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }

  const following = followComputedVerdicts({
    database,
    act: async ({ verdict }) => {
      due = verdict;
    },
  });
  const pouring = network.honest.map(({ endpoint }) => pour(endpoint));
  return {
    answers: () => counts,
    stop: async () => {
      ending.abort();
      await Promise.all(pouring);
      await following.stop();
      agent.destroy();
    },
  };
}

function post(url: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', localAddress: ADDRESS, agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sending.on('error', () => resolve(0));
    sending.end(body);
  });
}
