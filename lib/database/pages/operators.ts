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
  /** Verdicts that it posted as their aggregator. */
  aggregatedCount: number;
  /** Of the verdicts since its registration, those that it did not sign. */
  missedCount: number;
  /** Verdicts since its registration. */
  verdictCount: number;
  /** Fees that it took out, by token. */
  claimedFees: { token: string; amount: bigint }[];
};

/** Everybody who is or was an operator, by voting power. */
export async function listOperators(database: Database): Promise<OperatorEntry[]> {
  const operators = await database.prisma.operator.findMany({
    where: { status: { not: 'None' } },
    orderBy: [{ power: 'desc' }, { account: 'asc' }],
  });
  return Promise.all(operators.map((row) => withRecord(database, toPlain(row))));
}

/** One of them; `undefined`: this account never was one. */
export async function readOperator(
  database: Database,
  { account }: { account: string },
): Promise<OperatorEntry | undefined> {
  const row = await database.prisma.operator.findUnique({ where: { account } });
  return row === null || row.status === 'None' ? undefined : withRecord(database, toPlain(row));
}

type PlainOperator = ReturnType<typeof toPlain<Prisma.OperatorGetPayload<object>>>;

async function withRecord({ prisma }: Database, operator: PlainOperator): Promise<OperatorEntry> {
  const { account, registeredBlock } = operator;
  const since = { blockNumber: { gte: registeredBlock ?? 0n } };
  const [verdictCount, performedCount, aggregatedCount, missed, claims, slashings] = await Promise.all([
    prisma.verdictQuorum.count({ where: since }),
    prisma.verdictQuorum.count({ where: { performer: account } }),
    prisma.verdictQuorum.count({ where: { aggregator: account } }),
    prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM verdict_quorums
      WHERE non_signers @> ARRAY[${account}] AND block_number >= ${registeredBlock ?? 0n}`,
    prisma.claim.groupBy({
      by: ['token'],
      where: { account, source: 'Fee' },
      _sum: { amount: true },
      orderBy: { token: 'asc' },
    }),
    prisma.slashing.aggregate({ where: { operator: account }, _sum: { amount: true } }),
  ]);
  return {
    account,
    status: operator.status,
    stake: operator.stake,
    power: operator.power,
    queuedPower: operator.queuedPower ?? undefined,
    queuedEffectiveBlock: operator.queuedEffectiveBlock ?? undefined,
    withdrawableSince: operator.withdrawableSince === null ? undefined : Number(operator.withdrawableSince),
    endpoint: operator.endpoint ?? undefined,
    slashed: toPlain(slashings)._sum.amount ?? 0n,
    performedCount,
    aggregatedCount,
    missedCount: missed[0]?.count ?? 0,
    verdictCount,
    claimedFees: claims.map((row) => ({ token: row.token, amount: toPlain(row)._sum.amount ?? 0n })),
  };
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
