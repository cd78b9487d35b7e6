import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Plain, toPlain } from '../plain.ts';

/** What an account was credited in one token, in base units. */
export type AccountBalance = {
  token: string;
  credited: bigint;
  /** Credits that it took out. */
  claimed: bigint;
  /** Operator's fees that it took out. */
  feesClaimed: bigint;
};

export type AccountLedger = {
  balances: AccountBalance[];
  /** The newest credits first. */
  credits: Plain<Prisma.CreditGetPayload<object>>[];
};

/** What an account did, as optimizer and as owner. */
export type AccountRecord = {
  /** Submissions by state, baselines left out; states without any are left out. */
  submissionCounts: Record<string, number>;
  taskCount: number;
  /** Paid for improvements, by token. */
  payments: { token: string; amount: bigint }[];
  /** Of its first submission or task, Unix seconds; `undefined` before either. */
  since: number | undefined;
};

/** Counts and sums over everything that an account did. */
export async function readAccountRecord(
  { prisma }: Database,
  { account }: { account: string },
): Promise<AccountRecord> {
  const ofOptimizer = { optimizer: account, index: { gt: 0 } };
  const [states, taskCount, payments, firstSubmission, firstTask] = await Promise.all([
    prisma.submission.groupBy({ by: ['status'], where: ofOptimizer, _count: true }),
    prisma.task.count({ where: { owner: account } }),
    prisma.credit.groupBy({
      by: ['token'],
      where: { account, reason: 'Payment' },
      _sum: { amount: true },
      orderBy: { token: 'asc' },
    }),
    prisma.submission.aggregate({ where: { optimizer: account }, _min: { committedAt: true } }),
    prisma.task.findFirst({ where: { owner: account }, orderBy: { id: 'asc' }, select: { createdAt: true } }),
  ]);
  const beginnings = [firstSubmission._min.committedAt, firstTask?.createdAt].filter(
    (moment) => moment !== null && moment !== undefined,
  );
  return {
    submissionCounts: Object.fromEntries(states.map(({ status, _count }) => [status, _count])),
    taskCount,
    payments: payments.map((row) => ({ token: row.token, amount: toPlain(row)._sum.amount ?? 0n })),
    since: beginnings.length === 0 ? undefined : Math.min(...beginnings.map(Number)),
  };
}

const SHOWN_CREDITS = 100;

/** What an account was credited and has claimed. */
export async function readAccountLedger(
  { prisma }: Database,
  { account }: { account: string },
): Promise<AccountLedger> {
  const [credited, claimed, credits] = await Promise.all([
    prisma.credit.groupBy({ by: ['token'], where: { account }, _sum: { amount: true } }),
    prisma.claim.groupBy({ by: ['token', 'source'], where: { account }, _sum: { amount: true } }),
    prisma.credit.findMany({
      where: { account },
      orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
      take: SHOWN_CREDITS,
    }),
  ]);
  const claims = claimed.map((row) => toPlain(row));
  const claimedOf = (token: string, source: 'Credit' | 'Fee') =>
    claims.find((claim) => claim.token === token && claim.source === source)?._sum.amount ?? 0n;
  const tokens = [...new Set([...credited, ...claims].map(({ token }) => token))].sort();
  const amounts = new Map(credited.map((row) => [row.token, toPlain(row)._sum.amount ?? 0n] as const));
  return {
    balances: tokens.map((token) => ({
      token,
      credited: amounts.get(token) ?? 0n,
      claimed: claimedOf(token, 'Credit'),
      feesClaimed: claimedOf(token, 'Fee'),
    })),
    credits: credits.map((credit) => toPlain(credit)),
  };
}
