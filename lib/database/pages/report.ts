import { z } from 'zod';
import { type InvalidReason, invalidReasonSchema } from '#protocol/evaluation/invalid-reason.ts';
import type { Database } from '../client.ts';

/** The scores of one round, 1e18 = 1. */
export type RoundOnPage = { phase: 'deciding' | 'pricing'; champion: bigint; challenger: bigint };

/** What the operator of this database found, beyond the numbers that are signed. */
export type ReportOnPage = {
  /** Every round; empty when nothing was compared. */
  rounds: RoundOnPage[];
  /** Why the parameters are invalid. */
  reason: InvalidReason | undefined;
};

const scoreSchema = z.string().regex(/^\d+$/).transform(BigInt);
const modelSchema = z.object({ score: scoreSchema });

/** The part of an operator's report that pages show. */
const reportSchema = z.object({
  rounds: z
    .array(
      z.object({
        phase: z.enum(['deciding', 'pricing']),
        champion: modelSchema,
        challenger: modelSchema.optional(),
      }),
    )
    .default([]),
  reason: invalidReasonSchema.optional(),
});

/**
 * The report behind a verdict that stands, when this database belongs to an operator that evaluated it. Nothing is
 * read for a verdict that is not mined: the report is secret until then.
 */
export async function readReport(
  { prisma }: Database,
  verdict: { submissionId: bigint; seed: string; championId: bigint; verdictHash: string },
): Promise<ReportOnPage | undefined> {
  const { submissionId, seed, championId, verdictHash } = verdict;
  const evaluation = await prisma.operatorEvaluation.findFirst({
    where: { submissionId, seed, championId, verdictHash },
    select: { report: true },
  });
  if (!evaluation?.report) return undefined;
  const parsed = reportSchema.safeParse(JSON.parse(evaluation.report));
  if (!parsed.success) return undefined;
  const { rounds, reason } = parsed.data;
  return {
    rounds: rounds.map(({ phase, champion, challenger }) => ({
      phase,
      champion: champion.score,
      challenger: challenger?.score ?? 0n,
    })),
    reason,
  };
}
