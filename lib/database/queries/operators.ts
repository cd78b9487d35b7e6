import { type Address, getAddress } from 'viem';
import type { Database } from '../client.ts';
import { type OperatorRow, toOperatorRow } from './rows.ts';

/** An operator with its place in the applied set; `undefined`: it is not in it. */
export type OperatorEntry = OperatorRow & { index: number | undefined };

/** All operators: the applied set in its order, then the others by account. */
export async function listOperators({ prisma }: Database): Promise<OperatorEntry[]> {
  const [rows, set] = await Promise.all([
    prisma.operator.findMany({ orderBy: { account: 'asc' } }),
    prisma.operatorSet.findFirst(),
  ]);
  const indices = new Map((set?.members ?? []).map((account, index) => [account, index]));
  return rows
    .map((row) => ({ ...toOperatorRow(row), index: indices.get(row.account) }))
    .sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || a.account.localeCompare(b.account));
}

/** What an operator contributed to verdicts. */
export type OperatorActivity = {
  /** Verdicts that it performed. */
  performed: number;
  /** Verdicts that it posted as aggregator. */
  aggregated: number;
  /** Verdicts under which its signature was missing. */
  missed: number;
};

export type OperatorDetails = { operator: OperatorEntry; activity: OperatorActivity };

/** One operator; `undefined` when the index has none of this account. */
export async function getOperator(
  database: Database,
  { account }: { account: Address },
): Promise<OperatorDetails | undefined> {
  const { prisma } = database;
  const key = getAddress(account);
  const [row, set, performed, aggregated, missed] = await Promise.all([
    prisma.operator.findUnique({ where: { account: key } }),
    prisma.operatorSet.findFirst(),
    prisma.verdictQuorum.count({ where: { performer: key } }),
    prisma.verdictQuorum.count({ where: { aggregator: key } }),
    prisma.verdictQuorum.count({ where: { nonSigners: { has: key } } }),
  ]);
  if (!row) return undefined;
  const index = set?.members.indexOf(key) ?? -1;
  return {
    operator: { ...toOperatorRow(row), index: index < 0 ? undefined : index },
    activity: { performed, aggregated, missed },
  };
}
