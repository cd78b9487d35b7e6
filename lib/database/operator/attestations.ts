import type { Attestation } from '#protocol/http/attestations.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readAddress, readHex } from './hex.ts';

/** Stores a verified attestation; storing one again changes nothing. @returns Whether it is new. */
export async function saveAttestation({ prisma }: Database, attestation: Attestation): Promise<boolean> {
  const { count } = await prisma.receivedAttestation.createMany({
    data: [{ ...attestation, isVerified: true }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** The attestations of an evaluation's verdict, one of each operator. */
export async function listAttestations({ prisma }: Database, key: EvaluationKey): Promise<Attestation[]> {
  const rows = await prisma.receivedAttestation.findMany({
    where: toEvaluationKey(key),
    orderBy: { receivedAt: 'asc' },
  });
  return rows.map((row) => ({
    submissionId: row.submissionId,
    seed: readHex(row.seed),
    championId: row.championId,
    operator: readAddress(row.operator),
    signature: readHex(row.signature),
  }));
}
