import type { Hex } from 'viem';
import type { Database } from '../client.ts';
import { type EvaluationKey, toEvaluationKey } from './evaluation-key.ts';
import { readHex } from './hex.ts';

/**
 * The double-sign guard. Promises, once and for all, to sign this verdict and no other for its submission, seed and
 * champion; several processes may try at once.
 *
 * @returns The verdict hash that is promised: the one given, or another one that was promised before, in which
 * case nothing may be signed.
 */
export async function promiseVerdict(
  { prisma }: Database,
  parameters: EvaluationKey & { verdictHash: Hex },
): Promise<Hex> {
  const key = toEvaluationKey(parameters);
  const { verdictHash } = parameters;
  await prisma.verdictPromise.createMany({ data: [{ ...key, verdictHash }], skipDuplicates: true });
  const row = await prisma.verdictPromise.findUniqueOrThrow({
    where: { submissionId_seed_championId: key },
  });
  return readHex(row.verdictHash);
}
