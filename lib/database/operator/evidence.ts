import type { Address, Hex } from 'viem';
import type { Database } from '../client.ts';
import { readAddress, readHex } from './hex.ts';

/** What proves an offence of an operator. */
export type Evidence = {
  /** As the slasher computes it. */
  offenceId: Hex;
  offence: 'Equivocation' | 'ContradictingClaim';
  operator: Address;
  submissionId: bigint;
  /** The call to the slasher. */
  data: Hex;
  /** The block at which it was found. */
  foundBlock: bigint;
};

/** Keeps evidence; the first for an offence stands. @returns Whether it is new. */
export async function saveEvidence({ prisma }: Database, evidence: Evidence): Promise<boolean> {
  const { count } = await prisma.slashingEvidence.createMany({ data: [evidence], skipDuplicates: true });
  return count > 0;
}

/** Evidence that, as far as is known, nobody has posted. */
export async function listHeldEvidence({ prisma }: Database): Promise<Evidence[]> {
  const rows = await prisma.slashingEvidence.findMany({
    where: { status: 'Held' },
    orderBy: [{ foundBlock: 'asc' }, { offenceId: 'asc' }],
  });
  return rows.map(({ offence, submissionId, foundBlock, ...row }) => ({
    offenceId: readHex(row.offenceId),
    offence,
    operator: readAddress(row.operator),
    submissionId,
    data: readHex(row.data),
    foundBlock,
  }));
}

/** Notes that the slasher has the evidence. */
export async function markProven({ prisma }: Database, { offenceId }: { offenceId: Hex }): Promise<void> {
  await prisma.slashingEvidence.updateMany({ where: { offenceId }, data: { status: 'Proven' } });
}

/** After a reorganisation, what was proven may no longer be. @returns How much is to be looked at again. */
export async function reopenEvidence({ prisma }: Database): Promise<number> {
  const { count } = await prisma.slashingEvidence.updateMany({
    where: { status: 'Proven' },
    data: { status: 'Held' },
  });
  return count;
}

/** How much evidence there is, by whether the slasher has it. */
export async function countEvidence({ prisma }: Database): Promise<{ held: number; proven: number }> {
  const [held, proven] = await Promise.all([
    prisma.slashingEvidence.count({ where: { status: 'Held' } }),
    prisma.slashingEvidence.count({ where: { status: 'Proven' } }),
  ]);
  return { held, proven };
}
