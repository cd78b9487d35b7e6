import { RetryableError } from '#protocol/errors/retryable.ts';
import type { Database } from '../client.ts';

/** What the owner of a task fixed about its storage; the contracts only log it. */
export type TaskStorage = {
  /** Gateways that hold the bundle besides the operators' own. */
  storageAddresses: readonly string[];
  /** Bytes that the operators keep for the bundle. */
  storageQuotaBytes: bigint;
};

/** The index has not come to the task's creation. */
export class TaskNotIndexedError extends RetryableError {
  override name = 'TaskNotIndexedError';
  constructor({ taskId }: { taskId: number }) {
    super(`Task ${taskId} is not in the index yet.`, {
      metaMessages: ['It is when the index reaches its block.'],
    });
  }
}

/** Reads a task's storage from the index. @throws {TaskNotIndexedError} */
export async function readTaskStorage(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<TaskStorage> {
  const task = await prisma.task.findUnique({
    where: { id: taskId },
    select: { storageAddresses: true, storageQuotaBytes: true },
  });
  if (!task) throw new TaskNotIndexedError({ taskId });
  return {
    storageAddresses: task.storageAddresses,
    storageQuotaBytes: BigInt(task.storageQuotaBytes.toFixed()),
  };
}
