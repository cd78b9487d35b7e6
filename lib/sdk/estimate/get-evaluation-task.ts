import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import { toArchitectureContent } from '#protocol/task/architecture-content.ts';
import { toEvaluationContent } from '#protocol/task/evaluation-content.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import type { ReadClient } from '../client.ts';
import { fetchContent } from '../content/fetch-content.ts';
import { getContentGateways } from '../content/get-gateways.ts';
import { requireFile } from '../content/require-file.ts';
import { getSubmission } from '../marketplace/get-submission.ts';
import { type Task, getTask } from '../marketplace/get-task.ts';
import { getTaskTerms } from '../marketplace/get-task-terms.ts';
import { getTaskDefinition } from '../operators/get-task-definition.ts';
import type { EvaluationInputContent } from '../replay/read-evaluation-input.ts';

export type GetEvaluationTaskParameters = {
  taskId: number;
  /** Base URLs of gateways; none is trusted. @default the operators’ endpoints and the task’s storage addresses */
  gateways?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
};

/** What a candidate is measured by: everything that `evaluate` takes but the candidate, and the task it is for. */
export type GetEvaluationTaskReturnType = {
  task: Task;
  terms: TaskTerms;
  /** Of each round of each model. */
  budget: EvaluationBudget;
  /** The most bytes that parameters may have. */
  maximumParameterBytes: number;
  content: Omit<EvaluationInputContent, 'challengerParameters'>;
};

/**
 * Fetches what a task’s candidates are measured by right now, verified against the chain: its architecture, its judge,
 * the champion’s parameters.
 *
 * @throws {TaskNotFoundError}, {ContentUnavailableError}, {GatewaysUnreachableError}, {ContentTooLargeError},
 * {UnsupportedContentError}, {ChainUnreachableError}
 *
 * @example
 * const { terms, budget, content } = await getEvaluationTask(client, { taskId });
 * const measured = await evaluate({ ...content, terms, budget, evaluator, candidateParameters });
 */
export async function getEvaluationTask(
  client: ReadClient,
  { taskId, gateways: given, signal }: GetEvaluationTaskParameters,
): Promise<GetEvaluationTaskReturnType> {
  const [task, terms] = await Promise.all([getTask(client, { taskId }), getTaskTerms(client, { taskId })]);
  const [definition, champion, gateways] = await Promise.all([
    getTaskDefinition(client, terms),
    getSubmission(client, { submissionId: task.championId }),
    given ?? getContentGateways(client, terms),
  ]);
  const maximumParameterBytes = Number(definition.maximumParameterBytes);
  const fetchAtMost = (maxBytes: number) => (pointer: ContentPointer) =>
    fetchContent({ pointer, gateways, maxBytes, signal });
  const fetchBundle = fetchAtMost(Number(terms.storageQuotaBytes));
  const [architecture, evaluation, parameters] = await Promise.all([
    fetchBundle(terms.architecture),
    fetchBundle(terms.evaluation),
    fetchAtMost(maximumParameterBytes)(champion.parameters),
  ]);
  return {
    task,
    terms,
    budget: definition.budget,
    maximumParameterBytes,
    content: {
      ...toArchitectureContent(architecture, toCid(terms.architecture)),
      ...toEvaluationContent(evaluation, toCid(terms.evaluation)),
      championParameters: requireFile(parameters, champion.parameters),
    },
  };
}
