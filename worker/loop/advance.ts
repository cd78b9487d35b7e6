import { listAttestations } from '#database/operator/attestations.ts';
import { listClaims } from '#database/operator/claims.ts';
import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import { type Evaluation, listEvaluations, requireEvaluation } from '#database/operator/evaluations.ts';
import { aggregate } from '../aggregator/aggregate.ts';
import { postVerdict } from '../aggregator/post.ts';
import type { Turns } from '../aggregator/turns.ts';
import { type VerificationRounds, verifyAttestations } from '../aggregator/verify-attestations.ts';
import { attest } from '../attester/attest.ts';
import { type Situation, currentChampion } from '../chain/situation.ts';
import type { NodeContext, SigningContext } from '../context.ts';
import { establishAvailability, prefetchContent } from '../evaluation/availability.ts';
import { fixSeed } from '../housekeeping/fix-seed.ts';
import { expire, forfeit } from '../housekeeping/settle-overdue.ts';
import { perform } from '../performer/perform.ts';
import type { Role } from '../roles.ts';

export type AdvanceParameters = {
  context: NodeContext;
  /** Absent on machines without keys. */
  signing: SigningContext | undefined;
  roles: ReadonlySet<Role>;
  /** Puts an evaluation into the queue; one that is queued already is left alone. */
  enqueue: (key: EvaluationKey) => Promise<void>;
  turns: Turns;
  rounds: VerificationRounds;
  /** Blocks that must be mined, the seed block included, before its seed is used. */
  confirmations: number;
  /** Blocks between one operator's turn to post and the next one's. */
  aggregatorDelayBlocks: number;
  /** The age of a seed block from which its seed is fixed on the chain. */
  fixSeedAfterBlocks: number;
};

/**
 * Does everything that is due for one submission, as chain and database have it: gets its content, notes its seed,
 * has it evaluated, claims, attests, posts. Safe to repeat and to interrupt anywhere.
 */
export async function advanceSubmission(
  parameters: AdvanceParameters,
  { submissionId, head }: { submissionId: bigint; head: bigint },
): Promise<void> {
  const { context, signing, roles, confirmations, aggregatorDelayBlocks, fixSeedAfterBlocks } = parameters;
  const view = await context.views.view(submissionId);
  const { submission } = view;
  const isAggregator = signing !== undefined && roles.has('aggregator');
  if (submission.status === 'Committed' && isAggregator) {
    forfeit(signing, view, { head, aggregatorDelayBlocks });
  }
  if (submission.status !== 'Revealed') return;
  if (head < BigInt(submission.seedBlock + confirmations - 1)) {
    if (roles.has('watcher')) await prefetchContent(context, view);
    return;
  }
  const seed = await context.views.seed(submission);
  const situation: Situation = { ...view, head, seed };
  const evaluations = await listEvaluations(context.database, { submissionId, seed: seed.seed });
  if (roles.has('watcher')) await requireCurrentEvaluation(parameters, situation, evaluations);
  if (!signing) return;
  for (const evaluation of evaluations) {
    if (evaluation.computed) await useVerdict(parameters, signing, situation, evaluation);
  }
  if (!isAggregator) return;
  fixSeed(signing, situation, { fixSeedAfterBlocks, aggregatorDelayBlocks });
  await expire(signing, view, { head, aggregatorDelayBlocks });
}

/** Has the submission compared with the current champion; with earlier ones it was while they were champions. */
async function requireCurrentEvaluation(
  { context, enqueue }: AdvanceParameters,
  situation: Situation,
  evaluations: readonly Evaluation[],
): Promise<void> {
  const { submission, seed, task } = situation;
  const championId = currentChampion(situation);
  const known = evaluations.find((evaluation) => evaluation.championId === championId);
  if (known && known.status !== 'Due') return;
  if ((await establishAvailability(context, situation)) === undefined) return;
  const key: EvaluationKey = { submissionId: submission.submissionId, seed: seed.seed, championId };
  if (!known) await requireEvaluation(context.database, { ...key, taskDefinitionId: task.taskDefinitionId });
  await enqueue(key);
}

/** What follows from a verdict that is computed: claim, signature, aggregate. */
async function useVerdict(
  { roles, turns, rounds, aggregatorDelayBlocks }: AdvanceParameters,
  signing: SigningContext,
  situation: Situation,
  evaluation: Evaluation,
): Promise<void> {
  const { database } = signing;
  const [storedClaims, storedAttestations] = await Promise.all([
    listClaims(database, evaluation),
    listAttestations(database, evaluation),
  ]);
  const claims = roles.has('performer')
    ? await perform(signing, situation, { evaluation, claims: storedClaims })
    : storedClaims;
  const attestations = roles.has('attester')
    ? await attest(signing, situation, { evaluation, claims, attestations: storedAttestations })
    : storedAttestations;
  if (!roles.has('aggregator')) return;
  const verified = await verifyAttestations(signing, situation, { evaluation, attestations, rounds });
  const data = aggregate(signing, situation, {
    evaluation,
    claims,
    attestations: verified,
    aggregatorDelayBlocks,
    turns,
  });
  if (!data) return;
  const { seedBlock } = situation.seed;
  postVerdict(signing, { submissionId: evaluation.submissionId, seedBlock, data });
}
