import type { ReadClient } from '#sdk/client.ts';
import { type GetTaskDefinitionReturnType, getTaskDefinition } from '#sdk/operators/get-task-definition.ts';

/** What tasks are evaluated by: runtime, budget, windows in blocks. Never changes. */
export type TaskDefinition = GetTaskDefinitionReturnType;

/** Reads definitions from the chain, each one once. */
export type TaskDefinitions = (taskDefinitionId: number) => Promise<TaskDefinition>;

export function createTaskDefinitions(client: ReadClient): TaskDefinitions {
  const known = new Map<number, Promise<TaskDefinition>>();
  return async (taskDefinitionId) => {
    const earlier = known.get(taskDefinitionId);
    if (earlier) return earlier;
    const reading = getTaskDefinition(client, { taskDefinitionId });
    known.set(taskDefinitionId, reading);
    try {
      return await reading;
    } catch (error) {
      // What could not be read is read again.
      known.delete(taskDefinitionId);
      throw error;
    }
  };
}
