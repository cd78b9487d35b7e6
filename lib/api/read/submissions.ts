import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#database/client.ts';
import type { Submission } from '#database/generated/client.ts';
import { CreditReason, SubmissionStatus, VerdictOutcome } from '#database/generated/enums.ts';
import { readReport } from '#database/pages/report.ts';
import { readSubmissionPage } from '#database/pages/submission.ts';
import type { Plain } from '#database/plain.ts';
import { listSubmissions } from '#database/queries/submissions.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { answers } from './answers.ts';
import { NotInIndexError } from './errors.ts';
import {
  address,
  addressParameter,
  amount,
  blockNumber,
  cid,
  hash,
  integerParameter,
  moment,
  pageOf,
  pageQuery,
  score,
  submissionId,
  taskIdParameter,
} from './primitives.ts';

const submissionSchema = z
  .object({
    submissionId,
    taskId: z.int(),
    index: z.int().openapi({ description: '0 is the task’s baseline.' }),
    status: z.enum(SubmissionStatus),
    optimizer: address,
    bond: amount,
    payment: amount,
    parametersCid: cid.nullable().openapi({ description: 'Null until revealed.' }),
    championAtReveal: submissionId.nullable(),
    seedBlock: blockNumber.nullable(),
    seed: hash.nullable(),
    committedAt: moment,
    committedBlock: blockNumber,
    commitTransaction: hash,
    revealedAt: moment.nullable(),
    revealTransaction: hash.nullable(),
    settledAt: moment.nullable(),
    settleTransaction: hash.nullable(),
  })
  .openapi('Submission');

const verdictSchema = z
  .object({
    outcome: z.enum(VerdictOutcome),
    verdictHash: hash,
    championId: submissionId,
    wins: z.int(),
    championDecidingSum: score,
    challengerDecidingSum: score,
    championPricingSum: score,
    challengerPricingSum: score,
    traceDigest: hash,
    payment: amount,
    pool: amount.openapi({ description: 'What it left in the pool, in base units.' }),
    blockNumber,
    timestamp: moment,
    transactionHash: hash,
  })
  .openapi('Verdict');

const submissionDetailsSchema = submissionSchema
  .extend({
    verdict: verdictSchema.nullable(),
    quorum: z
      .object({
        performer: address.nullable().openapi({ description: 'Null: nobody claimed.' }),
        aggregator: address,
        signedPower: amount,
        totalPower: amount,
        nonSigners: z.array(address),
      })
      .nullable(),
    fees: z
      .object({
        fee: amount,
        performerShare: amount,
        aggregatorShare: amount,
        attesterShare: amount,
        treasuryShare: amount,
      })
      .nullable(),
    credits: z.array(z.object({ reason: z.enum(CreditReason), account: address, token: address, amount })),
    ahead: z.int().nullable().openapi({
      description: 'Unsettled submissions that were committed earlier; null once it is settled.',
    }),
    rounds: z
      .array(z.object({ phase: z.enum(['deciding', 'pricing']), champion: score, challenger: score }))
      .openapi({ description: 'As the operator of this server measured them; the chain holds sums alone.' }),
    invalidReason: z.object({ type: z.string(), message: z.string() }).nullable(),
  })
  .openapi('SubmissionDetails');

const statusQuery = {
  status: z.enum(SubmissionStatus).optional(),
  ...pageQuery,
};

const submissionPage = pageOf(submissionSchema).openapi('SubmissionPage');

export const listSubmissionsRoute = createRoute({
  method: 'get',
  path: '/submissions',
  summary: 'Submissions',
  description: 'Of all tasks, the newest of the newest task first; baselines are among them.',
  request: { query: z.object({ optimizer: addressParameter.optional(), ...statusQuery }) },
  responses: answers(submissionPage, 'A page of submissions.', [400]),
});

export const listTaskSubmissionsRoute = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/submissions',
  summary: 'Submissions of a task',
  description: 'The newest first; its baseline is the last.',
  request: { params: z.object({ taskId: taskIdParameter }), query: z.object(statusQuery) },
  responses: answers(submissionPage, 'A page of submissions.', [400]),
});

export const readTaskSubmissionRoute = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/submissions/{index}',
  summary: 'One submission of a task',
  description: 'With its verdict, who stands behind it, and where the money went.',
  request: {
    params: z.object({
      taskId: taskIdParameter,
      index: integerParameter({ maximum: 0xffff_ffff, example: 13 }),
    }),
  },
  responses: answers(submissionDetailsSchema, 'The submission.', [400, 404]),
});

export const readSubmissionRoute = createRoute({
  method: 'get',
  path: '/submissions/{submissionId}',
  summary: 'One submission',
  description: 'By its number on the chain.',
  request: {
    params: z.object({
      submissionId: z
        .string()
        .regex(/^\d{1,20}$/)
        .transform(BigInt)
        .refine((id) => id < 2n ** 63n, 'exceeds what the chain numbers')
        .openapi({ type: 'string', pattern: '^[0-9]+$', example: '4294967309' }),
    }),
  },
  responses: answers(submissionDetailsSchema, 'The submission.', [400, 404]),
});

/** A page of submissions. @throws {InvalidCursorError} */
export async function answerSubmissions(
  database: Database,
  parameters: z.output<typeof listSubmissionsRoute.request.query> & { taskId?: number },
): Promise<z.input<typeof submissionPage>> {
  const { status, ...query } = parameters;
  const { rows, nextCursor } = await listSubmissions(database, {
    ...query,
    statuses: status === undefined ? undefined : [status],
  });
  return { rows: rows.map(toSubmission), nextCursor: nextCursor ?? null };
}

/** A submission with what became of it. @throws {NotInIndexError} */
export async function answerSubmission(
  database: Database,
  place: { taskId: number; index: number },
): Promise<z.input<typeof submissionDetailsSchema>> {
  const page = await readSubmissionPage(database, place);
  if (page === undefined)
    throw new NotInIndexError({ what: `submission ${place.index} of task ${place.taskId}` });
  const { submission, verdict, quorum, fees, credits, queue } = page;
  const report = verdict && (await readReport(database, verdict));
  return {
    ...toSubmission(submission),
    verdict: verdict
      ? {
          outcome: verdict.outcome,
          verdictHash: verdict.verdictHash,
          championId: verdict.championId.toString(),
          wins: verdict.wins,
          championDecidingSum: verdict.championDecidingSum.toString(),
          challengerDecidingSum: verdict.challengerDecidingSum.toString(),
          championPricingSum: verdict.championPricingSum.toString(),
          challengerPricingSum: verdict.challengerPricingSum.toString(),
          traceDigest: verdict.traceDigest,
          payment: verdict.payment.toString(),
          pool: verdict.pool.toString(),
          blockNumber: Number(verdict.blockNumber),
          timestamp: Number(verdict.timestamp),
          transactionHash: verdict.transactionHash,
        }
      : null,
    quorum: quorum
      ? {
          performer: quorum.performer,
          aggregator: quorum.aggregator,
          signedPower: quorum.signedPower.toString(),
          totalPower: quorum.totalPower.toString(),
          nonSigners: quorum.nonSigners,
        }
      : null,
    fees: fees
      ? {
          fee: fees.fee.toString(),
          performerShare: fees.performerShare.toString(),
          aggregatorShare: fees.aggregatorShare.toString(),
          attesterShare: fees.attesterShare.toString(),
          treasuryShare: fees.treasuryShare.toString(),
        }
      : null,
    credits: credits.map((credit) => ({
      reason: credit.reason,
      account: credit.account,
      token: credit.token,
      amount: credit.amount.toString(),
    })),
    ahead: queue?.ahead ?? null,
    rounds: (report?.rounds ?? []).map(({ phase, champion, challenger }) => ({
      phase,
      champion: champion.toString(),
      challenger: challenger.toString(),
    })),
    invalidReason: report?.reason
      ? { type: report.reason.type, message: describeInvalidReason(report.reason) }
      : null,
  };
}

/** By its number on the chain. @throws {NotInIndexError} */
export async function answerSubmissionById(
  database: Database,
  { submissionId: id }: { submissionId: bigint },
): Promise<z.input<typeof submissionDetailsSchema>> {
  const { taskId, index } = fromSubmissionId(id);
  return answerSubmission(database, { taskId, index });
}

function toSubmission(submission: Plain<Submission>): z.input<typeof submissionSchema> {
  const orNull = (value: bigint | null) => (value === null ? null : Number(value));
  return {
    submissionId: submission.id.toString(),
    taskId: submission.taskId,
    index: submission.index,
    status: submission.status,
    optimizer: submission.optimizer,
    bond: submission.bond.toString(),
    payment: submission.payment.toString(),
    parametersCid: submission.parametersCid,
    championAtReveal: submission.championAtReveal?.toString() ?? null,
    seedBlock: orNull(submission.seedBlock),
    seed: submission.seed,
    committedAt: Number(submission.committedAt),
    committedBlock: Number(submission.committedBlock),
    commitTransaction: submission.commitTransaction,
    revealedAt: orNull(submission.revealedAt),
    revealTransaction: submission.revealTransaction,
    settledAt: orNull(submission.settledAt),
    settleTransaction: submission.settleTransaction,
  };
}
