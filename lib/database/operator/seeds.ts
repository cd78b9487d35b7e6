import type { Hex } from 'viem';
import type { Database } from '../client.ts';
import { readHex } from './hex.ts';

/** `Held`: somebody had the content when the node first saw the seed block. */
export type ContentAvailability = 'Held' | 'Absent';

/** A seed as the node first saw it. */
export type ObservedSeed = {
  submissionId: bigint;
  seed: Hex;
  seedBlock: bigint;
  blockHash: Hex;
  /** RLP. */
  header: Hex;
  /** `undefined`: not known yet. */
  availability: ContentAvailability | undefined;
};

/** What is known about a seed. */
export async function findObservedSeed(
  { prisma }: Database,
  { submissionId, seed }: { submissionId: bigint; seed: Hex },
): Promise<ObservedSeed | undefined> {
  const row = await prisma.observedSeed.findUnique({ where: { submissionId_seed: { submissionId, seed } } });
  return row ? parseRow(row) : undefined;
}

/**
 * Remembers a seed, and the header it came from: another block may give the same one after a reorganisation.
 *
 * @returns What is known about the seed, from this and earlier calls.
 */
export async function saveObservedSeed(
  { prisma }: Database,
  observed: Omit<ObservedSeed, 'availability'>,
): Promise<ObservedSeed> {
  const { submissionId, seed, seedBlock, blockHash, header } = observed;
  const where = { submissionId_seed: { submissionId, seed } };
  const known = await prisma.observedSeed.findUnique({ where });
  if (known?.blockHash === blockHash) return parseRow(known);
  const row = await prisma.observedSeed.upsert({
    where,
    create: { submissionId, seed, seedBlock, blockHash, header },
    update: { seedBlock, blockHash, header },
  });
  return parseRow(row);
}

/** Records for good whether the content was there; the first answer stands. @returns The answer that stands. */
export async function recordAvailability(
  { prisma }: Database,
  parameters: { submissionId: bigint; seed: Hex; availability: ContentAvailability },
): Promise<ContentAvailability> {
  const { submissionId, seed, availability } = parameters;
  await prisma.observedSeed.updateMany({
    where: { submissionId, seed, availability: null },
    data: { availability },
  });
  const row = await prisma.observedSeed.findUniqueOrThrow({
    where: { submissionId_seed: { submissionId, seed } },
  });
  return row.availability ?? availability;
}

function parseRow(row: {
  submissionId: bigint;
  seed: string;
  seedBlock: bigint;
  blockHash: string;
  header: string;
  availability: ContentAvailability | null;
}): ObservedSeed {
  return {
    submissionId: row.submissionId,
    seed: readHex(row.seed),
    seedBlock: row.seedBlock,
    blockHash: readHex(row.blockHash),
    header: readHex(row.header),
    availability: row.availability ?? undefined,
  };
}
