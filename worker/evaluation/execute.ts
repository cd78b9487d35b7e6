import type { Hex } from 'viem';
import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import { type ComputedVerdict, requireEvaluation } from '#database/operator/evaluations.ts';
import type { Execution } from '#api/execution/create-execution-api.ts';
import { type ClaimData, decodeClaimData, encodeClaimData } from '#protocol/http/claims.ts';
import type { ExecuteRequest, ValidateRequest } from '#protocol/http/execution.ts';
import { NotExpectedError, TooEarlyError, WrongDefinitionError } from '#protocol/http/refusal.ts';
import { proofOfTask } from '#protocol/verdict/messages.ts';
import { requireAwaited } from '../reception/expected.ts';
import { currentChampion } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import { pause } from '../timing/pause.ts';
import { establishAvailability } from './availability.ts';

const POLL_INTERVAL_MS = 100;
/** Whoever waits longer asks again; the evaluation goes on. */
const PATIENCE_MS = 300_000;
/** The attempt that a claim made by hand is for. */
const FIRST_ATTEMPT = 0;

export type ExecutionContext = NodeContext & {
  /** Puts an evaluation into the queue; one that is queued already is left alone. */
  enqueue: (key: EvaluationKey) => Promise<void>;
};

/** Evaluates a submission against its current champion. @throws {RefusalError} */
export async function execute(
  context: ExecutionContext,
  { submissionId }: ExecuteRequest,
): Promise<Execution> {
  const { seed, championId } = await readCurrentKey(context, submissionId);
  const { verdictHash, taskDefinitionId } = await compute(context, { submissionId, seed, championId });
  return {
    proofOfTask: proofOfTask({ performer: context.operator, verdictHash }),
    data: encodeClaimData({ submissionId, seed, championId, attempt: FIRST_ATTEMPT }),
    taskDefinitionId,
  };
}

/** Whether a performer's claim is of the verdict that this node computes. @throws {RefusalError} */
export async function validate(context: ExecutionContext, request: ValidateRequest): Promise<boolean> {
  const claimed: ClaimData = decodeClaimData(request.data);
  const { submissionId, seed } = claimed;
  const current = await readCurrentKey(context, submissionId);
  if (current.seed !== seed) throw new NotExpectedError({ submissionId, reason: 'its seed is another one' });
  const { verdictHash, taskDefinitionId } = await compute(context, claimed);
  if (taskDefinitionId !== request.taskDefinitionId) {
    throw new WrongDefinitionError({ expected: taskDefinitionId, actual: request.taskDefinitionId });
  }
  return request.proofOfTask === proofOfTask({ performer: request.performer, verdictHash });
}

async function readCurrentKey(
  context: ExecutionContext,
  submissionId: bigint,
): Promise<{ seed: Hex; championId: bigint }> {
  const { view, observed } = await requireAwaited(context, submissionId);
  return { seed: observed.seed, championId: currentChampion(view) };
}

/** Has it evaluated by whoever of this operator's machines is free, and waits. */
async function compute(context: ExecutionContext, key: EvaluationKey): Promise<ComputedVerdict> {
  const { database, views, enqueue, client, signal } = context;
  const { submissionId } = key;
  const view = await views.view(submissionId);
  const { taskDefinitionId } = view.task;
  const head = await client.publicClient.getBlockNumber();
  const seed = await views.seed(view.submission);
  if ((await establishAvailability(context, { ...view, head, seed })) === undefined) {
    throw new TooEarlyError({ submissionId, reason: 'its content is neither held nor proven absent' });
  }
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (performance.now() < deadlineMs && !signal.aborted) {
    const evaluation = await requireEvaluation(database, { ...key, taskDefinitionId });
    if (evaluation.computed) return evaluation.computed;
    if (evaluation.status === 'Abstained') {
      throw new NotExpectedError({ submissionId, reason: 'this node could not evaluate it' });
    }
    await enqueue(key);
    await pause(POLL_INTERVAL_MS, signal);
  }
  throw new TooEarlyError({ submissionId, reason: 'it is still being evaluated' });
}
