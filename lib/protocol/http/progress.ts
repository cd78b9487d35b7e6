// The small build of zod: this is read in the browser.
import * as z from 'zod/mini';

/** What a submission waits for; `ended`: for nothing any more. */
export const SUBMISSION_PHASES = [
  'reveal',
  'seed',
  'evaluation',
  'claim',
  'signatures',
  'posting',
  'ended',
] as const;

export type SubmissionPhase = (typeof SUBMISSION_PHASES)[number];

const powerSchema = z.string().check(z.regex(/^\d+$/));
const countSchema = z.int().check(z.nonnegative());

/**
 * How far a submission is, as the operator of one node sees it: counts, never a score. Identifiers and voting power are
 * decimal strings, since they exceed what JSON's numbers hold exactly.
 */
export const submissionProgressSchema = z.object({
  submissionId: z.string(),
  phase: z.enum(SUBMISSION_PHASES),
  /** The last block in which what is waited for can come; `null` while that is open, and after the end. */
  untilBlock: z.nullable(countSchema),
  /** When that block comes, Unix seconds, estimated from the pace of the last ones; `null` where either is unknown. */
  untilTime: z.nullable(countSchema),
  /** The block as of which all this is. */
  headBlock: countSchema,
  /** Deciding rounds that this operator has finished. Whether there are pricing rounds would tell who is winning. */
  rounds: z.object({ finished: countSchema, total: countSchema }),
  /** This operator could not evaluate it, and so hears of no signatures. */
  isAbstained: z.boolean(),
  isClaimed: z.boolean(),
  /** Elected for the attempt that is under way; `null` before the seed is known. */
  performer: z.nullable(z.string()),
  /** Operators whose signature under this operator's verdict was verified, of all. */
  attesters: z.object({ signed: countSchema, total: countSchema }),
  /** Their voting power, the least that makes a quorum, and that of all. */
  power: z.object({ signed: powerSchema, needed: powerSchema, total: powerSchema }),
});

export type SubmissionProgress = z.infer<typeof submissionProgressSchema>;
