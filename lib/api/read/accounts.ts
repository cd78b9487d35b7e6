import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#database/client.ts';
import { ClaimSource, CreditReason } from '#database/generated/enums.ts';
import { readAccountLedger, readAccountRecord } from '#database/pages/account.ts';
import { listClaims, listCredits } from '#database/queries/accounts.ts';
import { answers } from './answers.ts';
import {
  address,
  addressParameter,
  amount,
  blockNumber,
  hash,
  moment,
  pageOf,
  pageQuery,
  submissionId,
} from './primitives.ts';

const accountSchema = z
  .object({
    account: address,
    taskCount: z.int().openapi({ description: 'Tasks that it owns.' }),
    submissionCounts: z
      .record(z.string(), z.int())
      .openapi({ description: 'Its submissions by state; states without any are left out.' }),
    since: moment
      .nullable()
      .openapi({ description: 'Of the first thing that it did; null: it did nothing.' }),
    payments: z
      .array(z.object({ token: address, amount }))
      .openapi({ description: 'Paid for improvements, by token.' }),
    balances: z
      .array(
        z.object({
          token: address,
          credited: amount,
          claimed: amount,
          claimable: amount,
          feesClaimed: amount,
        }),
      )
      .openapi({ description: 'Credits and what was taken out, by token; fees are those of an operator.' }),
  })
  .openapi('Account');

const creditPage = pageOf(
  z
    .object({
      reason: z.enum(CreditReason),
      token: address,
      amount,
      submissionId,
      blockNumber,
      timestamp: moment,
      transactionHash: hash,
    })
    .openapi('Credit'),
).openapi('CreditPage');

const claimPage = pageOf(
  z
    .object({
      source: z.enum(ClaimSource),
      token: address,
      receiver: address,
      amount,
      blockNumber,
      timestamp: moment,
      transactionHash: hash,
    })
    .openapi('Claim'),
).openapi('ClaimPage');

const params = z.object({ account: addressParameter });

export const readAccountRoute = createRoute({
  method: 'get',
  path: '/accounts/{account}',
  summary: 'One account',
  description: 'What it did as an owner and an optimizer, and what it earned. Unknown accounts have zeros.',
  request: { params },
  responses: answers(accountSchema, 'The account.', [400]),
});

export const listCreditsRoute = createRoute({
  method: 'get',
  path: '/accounts/{account}/credits',
  summary: 'Credits of an account',
  description: 'The newest first.',
  request: { params, query: z.object(pageQuery) },
  responses: answers(creditPage, 'A page of credits.', [400]),
});

export const listClaimsRoute = createRoute({
  method: 'get',
  path: '/accounts/{account}/claims',
  summary: 'Payouts of an account',
  description: 'Of credits and of operators’ fees, the newest first.',
  request: { params, query: z.object(pageQuery) },
  responses: answers(claimPage, 'A page of payouts.', [400]),
});

type Account = z.output<typeof params>['account'];
type PageQuery = { account: Account; cursor?: string | undefined; limit?: number | undefined };

export async function answerAccount(
  database: Database,
  { account }: { account: Account },
): Promise<z.input<typeof accountSchema>> {
  const [record, ledger] = await Promise.all([
    readAccountRecord(database, { account }),
    readAccountLedger(database, { account }),
  ]);
  return {
    account,
    taskCount: record.taskCount,
    submissionCounts: record.submissionCounts,
    since: record.since ?? null,
    payments: record.payments.map(({ token, amount: paid }) => ({ token, amount: paid.toString() })),
    balances: ledger.balances.map(({ token, credited, claimed, feesClaimed }) => ({
      token,
      credited: credited.toString(),
      claimed: claimed.toString(),
      claimable: (credited - claimed).toString(),
      feesClaimed: feesClaimed.toString(),
    })),
  };
}

/** @throws {InvalidCursorError} */
export async function answerCredits(
  database: Database,
  query: PageQuery,
): Promise<z.input<typeof creditPage>> {
  const { rows, nextCursor } = await listCredits(database, query);
  return {
    rows: rows.map((credit) => ({
      reason: credit.reason,
      token: credit.token,
      amount: credit.amount.toString(),
      submissionId: credit.submissionId.toString(),
      ...placeOf(credit),
    })),
    nextCursor: nextCursor ?? null,
  };
}

/** @throws {InvalidCursorError} */
export async function answerClaims(database: Database, query: PageQuery): Promise<z.input<typeof claimPage>> {
  const { rows, nextCursor } = await listClaims(database, query);
  return {
    rows: rows.map((claim) => ({
      source: claim.source,
      token: claim.token,
      receiver: claim.receiver,
      amount: claim.amount.toString(),
      ...placeOf(claim),
    })),
    nextCursor: nextCursor ?? null,
  };
}

function placeOf(row: { blockNumber: bigint; timestamp: bigint; transactionHash: string }) {
  const { transactionHash } = row;
  return { blockNumber: Number(row.blockNumber), timestamp: Number(row.timestamp), transactionHash };
}
