import type { Address } from 'viem';
import type { Database } from '../client.ts';
import { readAddress } from './hex.ts';

/**
 * Reserves a commitment for one content; the first one stands.
 *
 * @returns The root (CID) that the commitment is reserved for, which may be another than the one given.
 */
export async function reserveSubmissionUpload(
  { prisma }: Database,
  { submissionId, root }: { submissionId: bigint; root: string },
): Promise<string> {
  await prisma.submissionUpload.createMany({ data: [{ submissionId, root }], skipDuplicates: true });
  const row = await prisma.submissionUpload.findUniqueOrThrow({ where: { submissionId } });
  return row.root;
}

/** Notes that an account uploads content for a task to come. */
export async function saveBundleUpload(
  { prisma }: Database,
  upload: { uploader: Address; root: string; sizeBytes: bigint },
): Promise<void> {
  await prisma.bundleUpload.createMany({ data: [upload], skipDuplicates: true });
}

/** The bytes that an account uploaded for tasks to come, one content left out. */
export async function sumBundleUploads(
  { prisma }: Database,
  { uploader, exceptRoot }: { uploader: Address; exceptRoot: string },
): Promise<bigint> {
  const { _sum } = await prisma.bundleUpload.aggregate({
    where: { uploader, root: { not: exceptRoot } },
    _sum: { sizeBytes: true },
  });
  return _sum.sizeBytes ?? 0n;
}

/** Bundle content that was uploaded before a moment. */
export async function listBundleUploadsBefore(
  { prisma }: Database,
  { before }: { before: Date },
): Promise<{ uploader: Address; root: string }[]> {
  const rows = await prisma.bundleUpload.findMany({ where: { createdAt: { lt: before } } });
  return rows.map(({ uploader, root }) => ({ uploader: readAddress(uploader), root }));
}

/** Forgets bundle content, so that it no longer counts for its uploader. */
export async function deleteBundleUpload(
  { prisma }: Database,
  { uploader, root }: { uploader: Address; root: string },
): Promise<void> {
  await prisma.bundleUpload.deleteMany({ where: { uploader, root } });
}
