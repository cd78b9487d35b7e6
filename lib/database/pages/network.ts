import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { type Plain, toPlain } from '../plain.ts';

/** The network in numbers. Amounts in base units. */
export type NetworkSummary = {
  /** By state, baselines left out. */
  submissionCounts: Record<string, number>;
  operatorCount: number;
  totalPower: bigint;
  /** For each token: what waits for improvements, and what they were paid. */
  tokens: { token: string; pool: bigint; paid: bigint; feesPaid: bigint }[];
  definitions: Plain<Prisma.TaskDefinitionGetPayload<object>>[];
};

/** Counts and sums over the whole index. */
export async function readNetworkSummary({ prisma }: Database): Promise<NetworkSummary> {
  const [submissions, operators, amounts, fees, definitions] = await Promise.all([
    // A baseline's identifier has no lower half; asked so, an index alone answers.
    prisma.$queryRaw<{ status: string; count: number }[]>`
      SELECT status::text AS status, count(*)::int AS count FROM submissions
      WHERE (id & 4294967295) > 0 GROUP BY status`,
    prisma.operator.aggregate({ where: { power: { gt: 0 } }, _count: true, _sum: { power: true } }),
    // A window wants the rows in the tokens' order, in which an index has all that is summed.
    prisma.$queryRaw<{ token: string; pool: string; paid: string }[]>`
      SELECT DISTINCT ON (token) token, sum(pool) OVER (PARTITION BY token)::text AS pool,
        sum(paid) OVER (PARTITION BY token)::text AS paid
      FROM tasks ORDER BY token`,
    prisma.operatorPayment.groupBy({ by: ['token'], _sum: { amount: true } }),
    prisma.taskDefinition.findMany({ orderBy: { id: 'asc' } }),
  ]);
  const feesPaid = new Map(fees.map((row) => [row.token, toPlain(row)._sum.amount ?? 0n] as const));
  return {
    submissionCounts: Object.fromEntries(submissions.map(({ status, count }) => [status, count])),
    operatorCount: operators._count,
    totalPower: toPlain(operators)._sum.power ?? 0n,
    tokens: amounts.map(({ token, pool, paid }) => ({
      token,
      pool: BigInt(pool),
      paid: BigInt(paid),
      feesPaid: feesPaid.get(token) ?? 0n,
    })),
    definitions: definitions.map((definition) => toPlain(definition)),
  };
}
