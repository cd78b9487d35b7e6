import type { Address, Hex } from 'viem';
import type { Claim } from '#protocol/verdict/messages.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readAddress, readHex } from './hex.ts';

/** A claim whose signature was verified. */
export type StoredClaim = { claim: Claim; performer: Address; signature: Hex };

/** A second claim of a performer for the same attempt is evidence against it; more add nothing. */
const MOST_FOR_ATTEMPT = 2;

/**
 * Stores a claim. Of two different ones of a performer for an attempt one is false; which one, the verdict will show.
 *
 * @returns Whether it is new.
 */
export async function saveClaim({ prisma }: Database, stored: StoredClaim): Promise<boolean> {
  const { claim, performer, signature } = stored;
  const { attempt, proofOfTask } = claim;
  const others = await prisma.performerClaim.count({
    where: { ...toEvaluationKey(claim), attempt, performer, proofOfTask: { not: proofOfTask } },
  });
  if (others >= MOST_FOR_ATTEMPT) return false;
  const { count } = await prisma.performerClaim.createMany({
    data: [{ ...claim, performer, signature }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** The claims on an evaluation, those of early attempts first. */
export async function listClaims({ prisma }: Database, key: EvaluationKey): Promise<StoredClaim[]> {
  return readClaims({ prisma }, toEvaluationKey(key));
}

/** The claims on all evaluations of a submission. */
export async function listClaimsOf(
  { prisma }: Database,
  { submissionId }: { submissionId: bigint },
): Promise<StoredClaim[]> {
  return readClaims({ prisma }, { submissionId });
}

async function readClaims(
  { prisma }: Pick<Database, 'prisma'>,
  where: Partial<EvaluationKey>,
): Promise<StoredClaim[]> {
  const rows = await prisma.performerClaim.findMany({
    where,
    orderBy: [{ attempt: 'asc' }, { receivedAt: 'asc' }],
  });
  return rows.map((row) => ({
    claim: {
      submissionId: row.submissionId,
      seed: readHex(row.seed),
      championId: row.championId,
      attempt: row.attempt,
      proofOfTask: readHex(row.proofOfTask),
    },
    performer: readAddress(row.performer),
    signature: readHex(row.signature),
  }));
}
