import type { Hex } from 'viem';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import type { Database } from '../client.ts';
import { toPlain } from '../plain.ts';
import { readHex } from './hex.ts';

/** A submission to which nothing can happen any more. */
export type SettledSubmission = {
  submissionId: bigint;
  settledBlock: bigint;
  settleTransaction: Hex;
};

/** The submissions that the index has as settled in a block or later. */
export async function listSettledSince(
  { prisma }: Database,
  { block }: { block: bigint },
): Promise<SettledSubmission[]> {
  const rows = await prisma.submission.findMany({
    where: { settledBlock: { gte: block } },
    orderBy: [{ settledBlock: 'asc' }, { id: 'asc' }],
    select: { id: true, settledBlock: true, settleTransaction: true },
  });
  return rows.flatMap(({ id, settledBlock, settleTransaction }) =>
    settledBlock === null || settleTransaction === null
      ? []
      : [{ submissionId: id, settledBlock, settleTransaction: readHex(settleTransaction) }],
  );
}

/** The verdict that stands on a submission, and the definition that it was signed for. */
export async function findStandingVerdict(
  { prisma }: Database,
  { submissionId }: { submissionId: bigint },
): Promise<{ verdict: Verdict; verdictHash: Hex; taskDefinitionId: number } | undefined> {
  const row = await prisma.verdict.findUnique({
    where: { submissionId },
    include: { submission: { select: { task: { select: { taskDefinitionId: true } } } } },
  });
  if (!row) return undefined;
  const { submission, verdictHash, ...plain } = toPlain(row);
  return {
    verdict: {
      submissionId,
      seed: readHex(plain.seed),
      championId: plain.championId,
      outcome: plain.outcome,
      wins: plain.wins,
      championDecidingSum: plain.championDecidingSum,
      challengerDecidingSum: plain.challengerDecidingSum,
      championPricingSum: plain.championPricingSum,
      challengerPricingSum: plain.challengerPricingSum,
      traceDigest: readHex(plain.traceDigest),
    },
    verdictHash: readHex(verdictHash),
    taskDefinitionId: submission.task.taskDefinitionId,
  };
}
