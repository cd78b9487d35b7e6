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
    prisma.task.groupBy({ by: ['token'], _sum: { pool: true, paid: true }, orderBy: { token: 'asc' } }),
    prisma.operatorPayment.groupBy({ by: ['token'], _sum: { amount: true } }),
    prisma.taskDefinition.findMany({ orderBy: { id: 'asc' } }),
  ]);
  const feesPaid = new Map(fees.map((row) => [row.token, toPlain(row)._sum.amount ?? 0n] as const));
  return {
    submissionCounts: Object.fromEntries(submissions.map(({ status, count }) => [status, count])),
    operatorCount: operators._count,
    totalPower: toPlain(operators)._sum.power ?? 0n,
    tokens: amounts.map((row) => {
      const { token, _sum } = toPlain(row);
      return { token, pool: _sum.pool ?? 0n, paid: _sum.paid ?? 0n, feesPaid: feesPaid.get(token) ?? 0n };
    }),
    definitions: definitions.map((definition) => toPlain(definition)),
  };
}
