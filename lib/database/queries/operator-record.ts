import { type Address, getAddress } from 'viem';
import type { Database } from '../client.ts';
import { toPlain } from '../plain.ts';

/** How an operator served lately, and what it stakes and was paid. */
export type OperatorRecord = {
  /** Verdicts among the latest since its registration, at most `WINDOW`. */
  verdicts: number;
  /** Of these, those without its signature. */
  missed: number;
  /** In base units of the stake token. */
  stake: bigint;
  /** Whether stake was ever taken from it. */
  isSlashed: boolean;
  /** Fees that it took out, by token, in base units. */
  claimedFees: { token: Address; amount: bigint }[];
};

/** Verdicts that a record looks back on. */
const WINDOW = 100;

/** The record of an operator; all zero for one that never registered. */
export async function readOperatorRecord(
  { prisma }: Database,
  { account }: { account: Address },
): Promise<OperatorRecord> {
  const key = getAddress(account);
  const [operator, tokens, claims, slashings] = await Promise.all([
    prisma.operator.findUnique({ where: { account: key } }),
    prisma.token.findMany({ orderBy: { address: 'asc' } }),
    prisma.claim.groupBy({
      by: ['token'],
      where: { account: key, source: 'Fee' },
      _sum: { amount: true },
    }),
    prisma.slashing.count({ where: { operator: key } }),
  ]);
  const verdicts = operator
    ? await prisma.verdictQuorum.findMany({
        where: { blockNumber: { gte: operator.registeredBlock ?? 0n } },
        orderBy: { blockNumber: 'desc' },
        take: WINDOW,
        select: { nonSigners: true },
      })
    : [];
  const claimed = new Map(claims.map((row) => [row.token, toPlain(row)._sum.amount ?? 0n]));
  return {
    verdicts: verdicts.length,
    missed: verdicts.filter(({ nonSigners }) => nonSigners.includes(key)).length,
    stake: operator ? toPlain(operator).stake : 0n,
    isSlashed: slashings > 0,
    claimedFees: tokens.map(({ address }) => ({
      token: getAddress(address),
      amount: claimed.get(address) ?? 0n,
    })),
  };
}
