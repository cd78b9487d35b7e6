import type { EvaluateOptions, EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import type { ReadClient } from '../client.ts';
import { fetchContent } from '../content/fetch-content.ts';
import { getContentGateways } from '../content/get-gateways.ts';
import { getSubmission } from '../marketplace/get-submission.ts';
import { getTaskTerms } from '../marketplace/get-task-terms.ts';
import { getVerdict } from '../marketplace/get-verdict.ts';
import { getTaskDefinition } from '../operators/get-task-definition.ts';
import { getSeedHeader } from '../seed/get-seed-header.ts';
import { type Measured, toMeasured } from './measured.ts';
import { readEvaluationInput } from './read-evaluation-input.ts';

/** A field of the verdict that comes out differently. */
export type Difference = { field: keyof Verdict; chain: string; replayed: string };

export type ReplayVerdictParameters = EvaluateOptions & {
  submissionId: bigint;
  /** Runs the evaluation: in a child process in Node, in a Web Worker in the browser. */
  evaluator: Evaluator;
  /** Base URLs of gateways; none is trusted. @default the operators’ endpoints and the task’s storage addresses */
  gateways?: readonly string[] | undefined;
};

export type ReplayVerdictReturnType = {
  /** Whether everything came out the same, bit for bit. */
  isEqual: boolean;
  differences: readonly Difference[];
  /** As it stands on the chain. */
  verdict: Verdict;
  /** What this machine found, with the scores of every round. */
  result: EvaluationResult;
};

/** There is nothing to replay: the content was not held by anyone. */
export class NothingToReplayError extends BaseError {
  override name = 'NothingToReplayError';
  constructor({ submissionId }: { submissionId: bigint }) {
    super(`The verdict on submission ${submissionId} is that its content was unavailable.`, {
      metaMessages: ['Nothing was evaluated, so there is nothing to replay.'],
    });
  }
}

/**
 * Computes a verdict again, from the chain and the content alone, and says whether it is equal or where it differs.
 *
 * @throws {SubmissionNotFoundError}, {VerdictNotFoundError}, {NothingToReplayError}, {ContentUnavailableError},
 * {GatewaysUnreachableError}, {EvaluationAbstainedError}, {EvaluationCancelledError}
 *
 * @example
 * const { isEqual, differences } = await replayVerdict(client, { submissionId, evaluator });
 */
export async function replayVerdict(
  client: ReadClient,
  parameters: ReplayVerdictParameters,
): Promise<ReplayVerdictReturnType> {
  const { submissionId, evaluator, onProgress, onRound, signal } = parameters;
  const { taskId, index } = fromSubmissionId(submissionId);
  const [submission, { verdict }, terms] = await Promise.all([
    getSubmission(client, { submissionId }),
    getVerdict(client, { submissionId }),
    getTaskTerms(client, { taskId }),
  ]);
  if (verdict.outcome === 'Unavailable') throw new NothingToReplayError({ submissionId });
  const definition = await getTaskDefinition(client, terms);
  const { seed } = await getSeedHeader(client, { submissionId, seedBlock: submission.seedBlock });
  const gateways = parameters.gateways ?? (await getContentGateways(client, terms));
  const champion = await getSubmission(client, { submissionId: verdict.championId });

  const content = await readEvaluationInput({
    architecture: terms.architecture,
    evaluation: terms.evaluation,
    championParameters: champion.parameters,
    challengerParameters: index === 0 ? undefined : submission.parameters,
    terms,
    definition,
    read: (pointer, { maxBytes }) => fetchContent({ pointer, gateways, maxBytes, signal }),
  });
  const result = await evaluator.evaluate(
    { ...content, terms, seed, budget: definition.budget },
    { onProgress, onRound, signal },
  );
  const differences = compare(verdict, { ...toMeasured(result), seed });
  return { isEqual: differences.length === 0, differences, verdict, result };
}

const COMPARED_FIELDS = [
  'seed',
  'outcome',
  'wins',
  'championDecidingSum',
  'challengerDecidingSum',
  'championPricingSum',
  'challengerPricingSum',
  'traceDigest',
] as const satisfies readonly (keyof Verdict)[];

function compare(verdict: Verdict, replayed: Measured & Pick<Verdict, 'seed'>): Difference[] {
  return COMPARED_FIELDS.flatMap((field) =>
    verdict[field] === replayed[field]
      ? []
      : [{ field, chain: String(verdict[field]), replayed: String(replayed[field]) }],
  );
}
