import {
  type Hex,
  type TransactionReceipt,
  BaseError as ViemError,
  TransactionNotFoundError,
  parseEventLogs,
} from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import type { TaskDraft } from './task-draft.ts';

/**
 * The task that an earlier run created, or is about to have created, without living to hear of it. A transaction that
 * was sent and is not mined yet is waited for.
 */
export async function findCreatedTask(
  client: ReadClient,
  { draft, timeoutMs }: { draft: TaskDraft; timeoutMs?: number | undefined },
): Promise<number | undefined> {
  if (draft.taskId !== undefined) return draft.taskId;
  if (draft.sent?.action === 'create') {
    const receipt = await followSent(client, { hash: draft.sent.hash, timeoutMs });
    const created = receipt && createdIn(receipt);
    if (created !== undefined) return created;
  }
  const events = await read(`look for the task of ${draft.owner}`, () =>
    client.publicClient.getContractEvents({
      address: draft.modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'TaskCreated',
      args: { owner: draft.owner },
      fromBlock: BigInt(draft.createdBlock),
      strict: true,
    }),
  );
  const wanted = asText(draft.terms);
  // A block later at the earliest; a range that begins after the newest block is refused.
  const later = events.filter(({ blockNumber }) => blockNumber > BigInt(draft.createdBlock));
  return later.find(({ args }) => asText(args.terms) === wanted)?.args.taskId;
}

/** The receipt of a transaction that an earlier run sent; `undefined` when the chain has forgotten it. */
export async function followSent(
  { publicClient }: ReadClient,
  { hash, timeoutMs }: { hash: Hex; timeoutMs?: number | undefined },
): Promise<TransactionReceipt | undefined> {
  return read(`follow the transaction ${hash}`, async () => {
    try {
      await publicClient.getTransaction({ hash });
    } catch (error) {
      if (error instanceof ViemError && error.walk((cause) => cause instanceof TransactionNotFoundError)) {
        return undefined;
      }
      throw error;
    }
    return publicClient.waitForTransactionReceipt({
      hash,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
  });
}

function createdIn({ status, logs }: TransactionReceipt): number | undefined {
  if (status !== 'success') return undefined;
  const [created] = parseEventLogs({ abi: modelSubmissionAbi, eventName: 'TaskCreated', logs, strict: true });
  return created?.args.taskId;
}

/** Equal for equal terms, whatever the order of their fields and the letters of their addresses. */
function asText(terms: TaskTerms): string {
  const sorted = Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(sorted, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return text.toLowerCase();
}
