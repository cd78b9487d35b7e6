import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import { type TaskTerms, taskTermsSchema } from '#protocol/task/terms.ts';
import { read } from '../chain/read.ts';
import type { WriteClient } from '../client.ts';
import { type PackBundleReturnType, packBundle } from '../content/pack.ts';

const hash = z.custom<Hex>((value) => isHex(value), 'not hex');
const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address');

const terms: z.ZodType<TaskTerms> = taskTermsSchema;

/**
 * How far the publication of a task is, and all that it takes to go on: a plain object that a browser’s database can
 * hold. (JSON needs the amounts in `terms` as text.)
 */
export const taskDraftSchema = z.object({
  version: z.literal(1),
  chainId: z.number().int(),
  modelSubmission: address,
  owner: address,
  /** The CID of the bundle’s folder. */
  root: z.string().min(1),
  /** Of all blocks together. */
  sizeBytes: z.number().int().nonnegative(),
  terms,
  /** The newest block before anything was sent. */
  createdBlock: z.number().int(),
  /** What was done last. */
  step: z.enum(['packed', 'available', 'created', 'measured']),
  /** The transaction that was sent last: it may be mined although nobody heard of it. */
  sent: z.object({ action: z.enum(['approve', 'create']), hash }).optional(),
  /** Known once created. */
  taskId: z.number().int().optional(),
});

export type TaskDraft = z.infer<typeof taskDraftSchema>;
export type PublicationStep = TaskDraft['step'];

/** The files are not the bundle that the draft is about. */
export class DraftBundleError extends BaseError {
  override name = 'DraftBundleError';
  constructor({ expected, actual }: { expected: string; actual?: string }) {
    super(
      actual
        ? 'These files are not the bundle that the draft was made of.'
        : 'The files are needed once more, for the upload.',
      {
        metaMessages: [
          `expected: ${expected}`,
          ...(actual ? [`actual:   ${actual}`] : []),
          'Give the files as they were, or make a new draft: nothing was paid yet.',
        ],
      },
    );
  }
}

/** The terms but for what follows from the bundle. */
export type PublishedTerms = Omit<
  TaskTerms,
  'architecture' | 'parameters' | 'evaluation' | 'metadata' | 'storageAddresses' | 'storageQuotaBytes'
> &
  Partial<Pick<TaskTerms, 'storageAddresses' | 'storageQuotaBytes'>>;

/** The terms of a packed bundle: with its pointers, and its size as the quota unless another was chosen. */
export function completeTerms(
  terms: PublishedTerms,
  { pointers, sizeBytes }: Pick<PackBundleReturnType, 'pointers' | 'sizeBytes'>,
): TaskTerms {
  return { storageAddresses: [], storageQuotaBytes: BigInt(sizeBytes), ...terms, ...pointers };
}

export type CreateTaskDraftParameters = {
  /** The bundle: architecture.json, parameters.safetensors, evaluation.js, task.json and optionally data/. */
  files: readonly BundleFile[];
  /** `storageQuotaBytes` is the bundle’s size unless given. */
  terms: PublishedTerms;
};

/**
 * Begins a publication: packs the bundle. Nothing is sent.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}, {TaskMetadataError}
 */
export async function createTaskDraft(
  client: WriteClient,
  { files, terms }: CreateTaskDraftParameters,
): Promise<TaskDraft> {
  const { publicClient, walletClient, deployment } = client;
  const packed = await packBundle(files);
  const createdBlock = await read('read the newest block', () => publicClient.getBlockNumber());
  return {
    version: 1,
    chainId: deployment.chainId,
    modelSubmission: deployment.contracts.modelSubmission,
    owner: walletClient.account.address,
    root: packed.root.toString(),
    sizeBytes: packed.sizeBytes,
    terms: completeTerms(terms, packed),
    createdBlock: Number(createdBlock),
    step: 'packed',
  };
}
