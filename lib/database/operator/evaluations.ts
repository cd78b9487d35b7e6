import type { Hex } from 'viem';
import { type Verdict, decodeVerdict, encodeVerdict } from '#protocol/verdict/verdict.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readHex } from './hex.ts';

/** A verdict that this node computed. Secret until it is on the chain. */
export type ComputedVerdict = {
  verdict: Verdict;
  /** What the operators sign. */
  verdictHash: Hex;
  taskDefinitionId: number;
};

export type Evaluation = EvaluationKey & {
  taskDefinitionId: number;
  status: 'Due' | 'Done' | 'Abstained';
  /** Present when the status is `Done`. */
  computed: ComputedVerdict | undefined;
};

/** Notes that an evaluation is due. @returns The evaluation as it stands, which may be done already. */
export async function requireEvaluation(
  { prisma }: Database,
  parameters: EvaluationKey & { taskDefinitionId: number },
): Promise<Evaluation> {
  const key = toEvaluationKey(parameters);
  const { taskDefinitionId } = parameters;
  const row = await prisma.operatorEvaluation.upsert({
    where: { submissionId_seed_championId: key },
    create: { ...key, taskDefinitionId },
    update: {},
  });
  return parseRow(row);
}

export async function findEvaluation(
  { prisma }: Database,
  key: EvaluationKey,
): Promise<Evaluation | undefined> {
  const row = await prisma.operatorEvaluation.findUnique({
    where: { submissionId_seed_championId: toEvaluationKey(key) },
  });
  return row ? parseRow(row) : undefined;
}

/** All evaluations of a submission on one seed, one for each champion that it was compared with. */
export async function listEvaluations(
  { prisma }: Database,
  { submissionId, seed }: { submissionId: bigint; seed: Hex },
): Promise<Evaluation[]> {
  const rows = await prisma.operatorEvaluation.findMany({
    where: { submissionId, seed },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(parseRow);
}

/** Keeps the verdict of an evaluation; the first one stands, since evaluations are deterministic. */
export async function saveVerdict(
  { prisma }: Database,
  parameters: EvaluationKey &
    Omit<ComputedVerdict, 'taskDefinitionId'> & {
      /** JSON of all rounds' reports, or of the reason of `Invalid`. */
      report: string | null;
      evaluationMs: number;
    },
): Promise<void> {
  const { verdict, verdictHash, report, evaluationMs } = parameters;
  await prisma.operatorEvaluation.updateMany({
    where: { ...toEvaluationKey(parameters), status: { not: 'Done' } },
    data: {
      status: 'Done',
      verdict: encodeVerdict(verdict),
      verdictHash,
      report,
      evaluationMs,
      abstention: null,
      finishedAt: new Date(),
    },
  });
}

/**
 * Notes how far an evaluation is.
 *
 * @param parameters.finishedRounds Deciding rounds alone: that there are others says that the submission passed.
 */
export async function saveFinishedRounds(
  { prisma }: Database,
  parameters: EvaluationKey & { finishedRounds: number },
): Promise<void> {
  const { finishedRounds } = parameters;
  await prisma.operatorEvaluation.updateMany({
    where: { ...toEvaluationKey(parameters), status: 'Due' },
    data: { finishedRounds },
  });
}

/** Notes that this node could not compute an evaluation. */
export async function saveAbstention(
  { prisma }: Database,
  parameters: EvaluationKey & { reason: string },
): Promise<void> {
  await prisma.operatorEvaluation.updateMany({
    where: { ...toEvaluationKey(parameters), status: 'Due' },
    data: { status: 'Abstained', abstention: parameters.reason, finishedAt: new Date() },
  });
}

function parseRow(row: {
  submissionId: bigint;
  seed: string;
  championId: bigint;
  taskDefinitionId: number;
  status: 'Due' | 'Done' | 'Abstained';
  verdict: string | null;
  verdictHash: string | null;
}): Evaluation {
  const { submissionId, championId, taskDefinitionId, status, verdict, verdictHash } = row;
  return {
    submissionId,
    seed: readHex(row.seed),
    championId,
    taskDefinitionId,
    status,
    computed:
      verdict !== null && verdictHash !== null
        ? { verdict: decodeVerdict(readHex(verdict)), verdictHash: readHex(verdictHash), taskDefinitionId }
        : undefined,
  };
}
