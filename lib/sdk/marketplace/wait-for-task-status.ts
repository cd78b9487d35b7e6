import type { ReadClient } from '../client.ts';
import { type PollingOptions, poll } from '../polling/poll.ts';
import type { TaskStatus } from '../statuses.ts';
import { type Task, getTask } from './get-task.ts';

export type WaitForTaskStatusParameters = PollingOptions & {
  taskId: number;
  /** Ends the wait when the task has one of them. @default every status but `Created` */
  statuses?: readonly TaskStatus[] | undefined;
  onProgress?: ((task: Task) => void) | undefined;
};

export type WaitForTaskStatusReturnType = Task;

const MEASURED: readonly TaskStatus[] = ['Open', 'Solved', 'Closed', 'Void'];

/** Waits until a task has a status; by default until its baseline is measured. @throws {WaitTimeoutError} */
export async function waitForTaskStatus(
  client: ReadClient,
  parameters: WaitForTaskStatusParameters,
): Promise<WaitForTaskStatusReturnType> {
  const { taskId, statuses = MEASURED, ...options } = parameters;
  return poll({
    ...options,
    awaited: `That task ${taskId} is ${statuses.join(' or ')}`,
    read: () => getTask(client, { taskId }),
    until: (task) => statuses.includes(task.status),
  });
}
