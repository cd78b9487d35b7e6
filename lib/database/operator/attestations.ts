import type { Address } from 'viem';
import type { Attestation } from '#protocol/http/attestations.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readAddress, readHex } from './hex.ts';

/** An operator's signature under the verdict that this node computed, if it is not garbage. */
export type StoredAttestation = Attestation & {
  /** By itself or in a sum. */
  isVerified: boolean;
};

/**
 * Stores an attestation that nobody has looked at, unless there is one of the operator, or this very signature was
 * found to be another's.
 *
 * @returns Whether it is new.
 */
export async function saveUnverified({ prisma }: Database, attestation: Attestation): Promise<boolean> {
  const { submissionId, seed, championId, operator, signature } = attestation;
  const count = await prisma.$executeRaw`
    INSERT INTO received_attestations (submission_id, seed, champion_id, operator, signature)
    SELECT ${submissionId}, ${seed}, ${championId}, ${operator}, ${signature}
    WHERE NOT EXISTS (SELECT FROM unexplained_signatures u
      WHERE (u.submission_id, u.seed, u.champion_id, u.operator, u.signature)
        = (${submissionId}, ${seed}, ${championId}, ${operator}, ${signature}))
    ON CONFLICT DO NOTHING`;
  return count > 0;
}

/** Stores a verified attestation, in the place of any other of its operator. */
export async function saveVerified({ prisma }: Database, attestation: Attestation): Promise<void> {
  const { signature, operator } = attestation;
  const key = { ...toEvaluationKey(attestation), operator };
  await prisma.receivedAttestation.upsert({
    where: { submissionId_seed_championId_operator: key },
    create: { ...key, signature, isVerified: true },
    update: { signature, isVerified: true },
  });
}

/** The attestation of one operator. */
export async function findAttestation(
  { prisma }: Database,
  parameters: EvaluationKey & { operator: Address },
): Promise<StoredAttestation | undefined> {
  const { operator } = parameters;
  const row = await prisma.receivedAttestation.findUnique({
    where: { submissionId_seed_championId_operator: { ...toEvaluationKey(parameters), operator } },
  });
  return row ? parseRow(row) : undefined;
}

/** Notes which attestations of an evaluation were found to be good. Others than those that were looked at stay as they are. */
export async function markVerified(
  { prisma }: Database,
  { key, attestations }: { key: EvaluationKey; attestations: readonly Attestation[] },
): Promise<void> {
  await prisma.receivedAttestation.updateMany({
    where: { ...toEvaluationKey(key), signature: { in: attestations.map(({ signature }) => signature) } },
    data: { isVerified: true },
  });
}

/** Removes an attestation that was found to be bad, unless a good one has taken its place. */
export async function removeAttestation({ prisma }: Database, attestation: Attestation): Promise<void> {
  const { operator, signature } = attestation;
  await prisma.receivedAttestation.deleteMany({
    where: { ...toEvaluationKey(attestation), operator, signature, isVerified: false },
  });
}

/** The attestations of an evaluation's verdict, one of each operator. */
export async function listAttestations(
  { prisma }: Database,
  key: EvaluationKey,
): Promise<StoredAttestation[]> {
  const rows = await prisma.receivedAttestation.findMany({
    where: toEvaluationKey(key),
    orderBy: { receivedAt: 'asc' },
  });
  return rows.map(parseRow);
}

function parseRow(row: {
  submissionId: bigint;
  seed: string;
  championId: bigint;
  operator: string;
  signature: string;
  isVerified: boolean;
}): StoredAttestation {
  return {
    submissionId: row.submissionId,
    seed: readHex(row.seed),
    championId: row.championId,
    operator: readAddress(row.operator),
    signature: readHex(row.signature),
    isVerified: row.isVerified,
  };
}
