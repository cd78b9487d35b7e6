import type { Address, Hex } from 'viem';
import { type Verdict, decodeVerdict, encodeVerdict } from '#protocol/verdict/verdict.ts';
import type { Database } from '../client.ts';
import { readAddress, readHex } from './hex.ts';

/** A verdict with an operator's signature under it, verified. */
export type SignedVerdict = {
  operator: Address;
  verdict: Verdict;
  verdictHash: Hex;
  taskDefinitionId: number;
  /** Compressed G2 point. */
  signature: Hex;
};

/** Two are evidence; more add nothing. */
const MOST_FOR_OPERATOR = 2;

/** Keeps a signed verdict; keeping it again changes nothing. */
export async function keepSignedVerdict({ prisma }: Database, signed: SignedVerdict): Promise<void> {
  const { operator, verdict, verdictHash, taskDefinitionId, signature } = signed;
  const { submissionId, seed, championId } = verdict;
  const key = { submissionId, seed, championId, operator };
  const count = await prisma.signedVerdict.count({ where: { ...key, verdictHash: { not: verdictHash } } });
  if (count >= MOST_FOR_OPERATOR) return;
  await prisma.signedVerdict.createMany({
    data: [{ ...key, verdictHash, taskDefinitionId, verdict: encodeVerdict(verdict), signature }],
    skipDuplicates: true,
  });
}

/**
 * Every verdict on a submission that an operator is known to have signed: those that this node computed itself and
 * others.
 */
export async function listSignedVerdicts(
  { prisma }: Database,
  { submissionId }: { submissionId: bigint },
): Promise<SignedVerdict[]> {
  const rows = await prisma.$queryRaw<
    { operator: string; verdict: string; verdictHash: string; taskDefinitionId: number; signature: string }[]
  >`
    SELECT operator, verdict, verdict_hash AS "verdictHash", task_definition_id AS "taskDefinitionId", signature
    FROM signed_verdicts WHERE submission_id = ${submissionId}
    UNION ALL
    SELECT a.operator, e.verdict, e.verdict_hash, e.task_definition_id, a.signature
    FROM received_attestations a JOIN operator_evaluations e USING (submission_id, seed, champion_id)
    WHERE submission_id = ${submissionId} AND a.is_verified AND e.verdict IS NOT NULL
      AND EXISTS (SELECT FROM signed_verdicts s WHERE s.submission_id = ${submissionId})
    ORDER BY 1, 3`;
  return rows.map((row) => ({
    operator: readAddress(row.operator),
    verdict: decodeVerdict(readHex(row.verdict)),
    verdictHash: readHex(row.verdictHash),
    taskDefinitionId: row.taskDefinitionId,
    signature: readHex(row.signature),
  }));
}
