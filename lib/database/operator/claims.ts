import type { Address, Hex } from 'viem';
import type { Claim } from '#protocol/verdict/messages.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readAddress, readHex } from './hex.ts';

/** A claim whose signature was verified. */
export type StoredClaim = { claim: Claim; performer: Address; signature: Hex };

/**
 * Stores a claim. The first claim of a performer for an attempt stands.
 *
 * @returns Whether it is new.
 */
export async function saveClaim({ prisma }: Database, stored: StoredClaim): Promise<boolean> {
  const { claim, performer, signature } = stored;
  const { count } = await prisma.performerClaim.createMany({
    data: [{ ...claim, performer, signature }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** The claims on an evaluation, those of early attempts first. */
export async function listClaims({ prisma }: Database, key: EvaluationKey): Promise<StoredClaim[]> {
  const rows = await prisma.performerClaim.findMany({
    where: toEvaluationKey(key),
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
