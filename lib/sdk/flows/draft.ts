import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { packParameters } from '../content/pack.ts';
import type { WriteClient } from '../client.ts';
import { read } from '../chain/read.ts';
import { createSalt } from '../marketplace/salt.ts';

const hex = z.custom<Hex>((value) => isHex(value), 'not hex');
const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address');

/**
 * How far a submission is, and all that it takes to go on: a plain object that JSON can hold. Keep it wherever the
 * optimizer’s own things are: whoever has it can reveal, and without its salt nobody can.
 */
export const submissionDraftSchema = z.object({
  version: z.literal(1),
  chainId: z.number().int(),
  modelSubmission: address,
  taskId: z.number().int(),
  optimizer: address,
  parameters: z.object({ digest: hex, codec: z.number().int() }),
  salt: hex,
  /** The newest block before anything was sent. */
  createdBlock: z.number().int(),
  /** What was done last. */
  step: z.enum(['packed', 'committed', 'available', 'revealed']),
  /** A decimal number; known once committed. */
  submissionId: z.string().optional(),
});

export type SubmissionDraft = z.infer<typeof submissionDraftSchema>;
export type SubmissionStep = SubmissionDraft['step'];

/** The draft is for another deployment or account. */
export class DraftMismatchError extends BaseError {
  override name = 'DraftMismatchError';
  constructor({ field, expected, actual }: { field: string; expected: unknown; actual: unknown }) {
    super(`The draft’s ${field} is ${String(expected)}, not ${String(actual)}.`, {
      metaMessages: ['Switch the wallet to the account and the chain that the draft was made with.'],
    });
  }
}

/** The parameters are not those that the draft is about. */
export class DraftParametersError extends BaseError {
  override name = 'DraftParametersError';
  constructor({ expected, actual }: { expected: ContentPointer; actual?: ContentPointer }) {
    super(
      actual
        ? 'These are not the parameters that were committed to.'
        : 'The parameters are needed once more, for the upload.',
      {
        metaMessages: [
          `expected digest: ${expected.digest}`,
          ...(actual ? [`actual digest:   ${actual.digest}`] : []),
          'Choose the very file that was committed to; a re-saved one differs.',
        ],
      },
    );
  }
}

export type CreateSubmissionDraftParameters = {
  taskId: number;
  /** The parameters file (safetensors). */
  parameters: Uint8Array;
};

/** Begins a submission: packs the parameters and draws the salt. Nothing is sent. */
export async function createSubmissionDraft(
  client: WriteClient,
  { taskId, parameters }: CreateSubmissionDraftParameters,
): Promise<SubmissionDraft> {
  const { publicClient, walletClient, deployment } = client;
  const { pointer } = await packParameters(parameters);
  const createdBlock = await read('read the newest block', () => publicClient.getBlockNumber());
  return {
    version: 1,
    chainId: deployment.chainId,
    modelSubmission: deployment.contracts.modelSubmission,
    taskId,
    optimizer: walletClient.account.address,
    parameters: pointer,
    salt: createSalt(),
    createdBlock: Number(createdBlock),
    step: 'packed',
  };
}
