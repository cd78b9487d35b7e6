import type { Attestation } from '#protocol/http/attestations.ts';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readAddress, readHex } from './hex.ts';

/** Anybody can send garbage in an operator's name; more than this of it is not kept for one evaluation. */
const MOST_FOR_OPERATOR = 4;

/** Keeps a signature that is not under the verdict that this node computed: it may be under another one. */
export async function keepUnexplained({ prisma }: Database, attestation: Attestation): Promise<void> {
  const { operator, signature } = attestation;
  const key = { ...toEvaluationKey(attestation), operator };
  const count = await prisma.unexplainedSignature.count({ where: key });
  if (count >= MOST_FOR_OPERATOR) return;
  await prisma.unexplainedSignature.createMany({ data: [{ ...key, signature }], skipDuplicates: true });
}

/** Whether a signature was found before to be not under this node's verdict. */
export async function isUnexplained({ prisma }: Database, attestation: Attestation): Promise<boolean> {
  const { operator, signature } = attestation;
  const row = await prisma.unexplainedSignature.findFirst({
    where: { ...toEvaluationKey(attestation), operator, signature },
    select: { operator: true },
  });
  return row !== null;
}

/** The unexplained signatures on one evaluation. */
export async function listUnexplained({ prisma }: Database, key: EvaluationKey): Promise<Attestation[]> {
  const rows = await prisma.unexplainedSignature.findMany({
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
