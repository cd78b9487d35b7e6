import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { toPlain } from '../plain.ts';

/** An operator as its list shows it. Amounts in base units. */
export type OperatorEntry = {
  account: string;
  status: Prisma.OperatorGetPayload<object>['status'];
  stake: bigint;
  /** Voting power in the applied set; 0 outside. */
  power: bigint;
  queuedPower: bigint | undefined;
  queuedEffectiveBlock: bigint | undefined;
  withdrawableSince: number | undefined;
  endpoint: string | undefined;
  /** What was taken of its stake, ever. */
  slashed: bigint;
  /** Verdicts that it claimed as their performer. */
  performedCount: number;
  /** Of the verdicts since its registration, those that it did not sign. */
  missedCount: number;
  /** Verdicts since its registration. */
  verdictCount: number;
};

/** Everybody who is or was an operator, by voting power. */
export async function listOperators({ prisma }: Database): Promise<OperatorEntry[]> {
  const [operators, performed, missed, slashings] = await Promise.all([
    prisma.operator.findMany({
      where: { status: { not: 'None' } },
      orderBy: [{ power: 'desc' }, { account: 'asc' }],
    }),
    prisma.verdictQuorum.groupBy({ by: ['performer'], where: { performer: { not: null } }, _count: true }),
    prisma.$queryRaw<{ operator: string; count: bigint }[]>`
      SELECT unnest(non_signers) AS operator, count(*) AS count FROM verdict_quorums GROUP BY 1`,
    prisma.slashing.groupBy({ by: ['operator'], _sum: { amount: true } }),
  ]);
  const performedCounts = new Map(performed.map((row) => [row.performer, row._count]));
  const missedCounts = new Map(missed.map((row) => [row.operator, Number(row.count)]));
  const slashed = new Map(slashings.map((row) => [row.operator, toPlain(row)._sum.amount ?? 0n]));
  return Promise.all(
    operators.map(async (row) => {
      const operator = toPlain(row);
      return {
        account: operator.account,
        status: operator.status,
        stake: operator.stake,
        power: operator.power,
        queuedPower: operator.queuedPower ?? undefined,
        queuedEffectiveBlock: operator.queuedEffectiveBlock ?? undefined,
        withdrawableSince:
          operator.withdrawableSince === null ? undefined : Number(operator.withdrawableSince),
        endpoint: operator.endpoint ?? undefined,
        slashed: slashed.get(operator.account) ?? 0n,
        performedCount: performedCounts.get(operator.account) ?? 0,
        missedCount: missedCounts.get(operator.account) ?? 0,
        verdictCount: await prisma.verdictQuorum.count({
          where: { blockNumber: { gte: operator.registeredBlock ?? 0n } },
        }),
      };
    }),
  );
}

/** The base URLs of the applied set's operators, by which content can be had. */
export async function listGateways({ prisma }: Database): Promise<string[]> {
  const operators = await prisma.operator.findMany({
    where: { power: { gt: 0 }, endpoint: { not: null } },
    select: { endpoint: true },
    orderBy: { account: 'asc' },
  });
  return operators.flatMap(({ endpoint }) => (endpoint === null || endpoint === '' ? [] : [endpoint]));
}
