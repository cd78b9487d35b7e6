import { type Address, getAddress } from 'viem';
import type { Database } from '../client.ts';
import type { SubmissionStatus } from '../generated/enums.ts';
import { toPlain } from '../plain.ts';
import { type Page, type PageParameters, beforeEvent, cutPage, eventCursor, pageSize } from './pagination.ts';
import { type ClaimRow, type CreditRow, toClaimRow, toCreditRow } from './rows.ts';

/** What an account can claim in one token, and how it came about; in base units. */
export type CreditBalance = { token: Address; credited: bigint; claimed: bigint; claimable: bigint };

/** An account’s credits in the marketplace, token by token. What operators earn in fees is not among them. */
export async function getCreditBalances(
  { prisma }: Database,
  { account }: { account: Address },
): Promise<CreditBalance[]> {
  const where = { account: getAddress(account) };
  const [credits, claims] = await Promise.all([
    prisma.credit.groupBy({ by: 'token', where, _sum: { amount: true }, orderBy: { token: 'asc' } }),
    prisma.claim.groupBy({ by: 'token', where: { ...where, source: 'Credit' }, _sum: { amount: true } }),
  ]);
  const claimedOf = new Map(claims.map(({ token, _sum }) => [token, toPlain(_sum.amount) ?? 0n]));
  return credits.map(({ token, _sum }) => {
    const credited = toPlain(_sum.amount) ?? 0n;
    const claimed = claimedOf.get(token) ?? 0n;
    return { token: getAddress(token), credited, claimed, claimable: credited - claimed };
  });
}

/** An account’s credits, the newest first. @throws {InvalidCursorError} */
export async function listCredits(
  { prisma }: Database,
  parameters: PageParameters & { account: Address },
): Promise<Page<CreditRow>> {
  const size = pageSize(parameters);
  const rows = await prisma.credit.findMany({
    where: { account: getAddress(parameters.account), ...beforeEvent(parameters) },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: size + 1,
  });
  return cutPage(rows.map(toCreditRow), { size, cursorOf: eventCursor });
}

/** An account’s payouts, of credits and of fees, the newest first. @throws {InvalidCursorError} */
export async function listClaims(
  { prisma }: Database,
  parameters: PageParameters & { account: Address },
): Promise<Page<ClaimRow>> {
  const size = pageSize(parameters);
  const rows = await prisma.claim.findMany({
    where: { account: getAddress(parameters.account), ...beforeEvent(parameters) },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: size + 1,
  });
  return cutPage(rows.map(toClaimRow), { size, cursorOf: eventCursor });
}

/** What an optimizer did so far. */
export type OptimizerSummary = {
  account: Address;
  /** Its submissions by state; states without any are left out. Baselines of its own tasks do not count. */
  submissions: Partial<Record<SubmissionStatus, number>>;
  /** Paid for improvements, token by token, in base units. */
  payments: { token: Address; amount: bigint }[];
};

/** An account as an optimizer; with empty lists when it never submitted. */
export async function getOptimizer(
  { prisma }: Database,
  { account }: { account: Address },
): Promise<OptimizerSummary> {
  const optimizer = getAddress(account);
  const [states, payments] = await Promise.all([
    prisma.submission.groupBy({ by: 'status', where: { optimizer, index: { gt: 0 } }, _count: true }),
    prisma.credit.groupBy({
      by: 'token',
      where: { account: optimizer, reason: 'Payment' },
      _sum: { amount: true },
      orderBy: { token: 'asc' },
    }),
  ]);
  return {
    account: optimizer,
    submissions: Object.fromEntries(states.map(({ status, _count }) => [status, _count])),
    payments: payments.map(({ token, _sum }) => ({
      token: getAddress(token),
      amount: toPlain(_sum.amount) ?? 0n,
    })),
  };
}
