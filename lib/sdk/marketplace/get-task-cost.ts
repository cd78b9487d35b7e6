import { type TaskCost, taskCost } from '#protocol/task/cost.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { ReadClient } from '../client.ts';
import { getTokenTerms } from '../token/get-token-terms.ts';

export type GetTaskCostParameters = { terms: Pick<TaskTerms, 'token' | 'bounty' | 'storageQuotaBytes'> };

export type GetTaskCostReturnType = TaskCost;

/** What creating a task would take from its owner: bounty, creation fee, storage fee. */
export async function getTaskCost(
  client: ReadClient,
  { terms }: GetTaskCostParameters,
): Promise<GetTaskCostReturnType> {
  const tokenTerms = await getTokenTerms(client, { token: terms.token });
  return taskCost({ terms, tokenTerms });
}
