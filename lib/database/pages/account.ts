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
