import type { CID } from 'multiformats/cid';
import { type Address, type Hex, hashTypedData, isAddressEqual, recoverTypedDataAddress } from 'viem';
import { z } from 'zod';
import { parseContentCid } from '../content/block.ts';
import { BaseError } from '../errors/base.ts';
import { addressSchema, bytesSchema, uint64Schema } from '../http/primitives.ts';
import { fromSubmissionId } from '../verdict/submission-id.ts';

/** The HTTP header that carries an authorisation, encoded by {@link encodeUploadAuthorisation}. */
export const UPLOAD_AUTHORISATION_HEADER = 'Upload-Authorisation';

/** The longest time ahead that an authorisation may be valid: a leaked one is soon worth nothing. */
export const MAX_AUTHORISATION_SECONDS = 24 * 60 * 60;

/** What an upload is for. */
export type UploadPurpose =
  /** The files of a task that its owner is about to create. */
  | { kind: 'bundle' }
  /** The parameters of an open commitment. */
  | { kind: 'submission'; taskId: bigint; submissionId: bigint };

/** What an account states with its signature. */
export type UploadAuthorisation = {
  uploader: Address;
  purpose: UploadPurpose;
  root: CID;
  /** The bytes of all distinct blocks of the content together. */
  sizeBytes: bigint;
  /** Unix time, seconds, after which the authorisation is worth nothing. */
  deadline: bigint;
  /** 32 random bytes. Using an authorisation twice changes nothing: it names the one content it allows. */
  nonce: Hex;
};

export type SignedUploadAuthorisation = { authorisation: UploadAuthorisation; signature: Hex };

/** The deployment that an authorisation is meant for. */
export type UploadScope = { chainId: number; modelSubmission: Address };

const CONTENT_FIELDS = [
  { name: 'uploader', type: 'address' },
  { name: 'root', type: 'string' },
  { name: 'sizeBytes', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
] as const;

const TYPES = {
  BundleUpload: CONTENT_FIELDS,
  SubmissionUpload: [
    { name: 'taskId', type: 'uint256' },
    { name: 'submissionId', type: 'uint256' },
    ...CONTENT_FIELDS,
  ],
} as const;

/**
 * The EIP-712 typed data of an authorisation: what a wallet shows and signs. The root is a string, so that a
 * person can compare it with the page.
 */
export function uploadTypedData({
  scope,
  authorisation,
}: {
  scope: UploadScope;
  authorisation: UploadAuthorisation;
}) {
  const { purpose, uploader, sizeBytes, deadline, nonce } = authorisation;
  const domain = {
    name: 'Zarathustra upload',
    version: '1',
    chainId: scope.chainId,
    verifyingContract: scope.modelSubmission,
  };
  const content = { uploader, root: authorisation.root.toString(), sizeBytes, deadline, nonce };
  if (purpose.kind === 'bundle') {
    return { domain, types: TYPES, primaryType: 'BundleUpload', message: content } as const;
  }
  const { taskId, submissionId } = purpose;
  return {
    domain,
    types: TYPES,
    primaryType: 'SubmissionUpload',
    message: { taskId, submissionId, ...content },
  } as const;
}

/** The 32 bytes that are signed. */
export function uploadAuthorisationHash(parameters: {
  scope: UploadScope;
  authorisation: UploadAuthorisation;
}): Hex {
  const typedData = uploadTypedData(parameters);
  return typedData.primaryType === 'BundleUpload' ? hashTypedData(typedData) : hashTypedData(typedData);
}

export type UploadAuthorisationRefusal =
  'unreadable' | 'wrong-signature' | 'expired' | 'too-long' | 'contradictory';

/** An upload authorisation is not one that this deployment accepts. */
export class UploadAuthorisationError extends BaseError {
  override name = 'UploadAuthorisationError';
  readonly refusal: UploadAuthorisationRefusal;
  constructor({
    refusal,
    message,
    advice,
    cause,
  }: {
    refusal: UploadAuthorisationRefusal;
    message: string;
    advice: string;
    cause?: unknown;
  }) {
    super(message, { cause, metaMessages: [advice], docsPath: 'storage.md#uploads' });
    this.refusal = refusal;
  }
}

export type VerifyUploadAuthorisationParameters = {
  scope: UploadScope;
  signed: SignedUploadAuthorisation;
  /** Unix time, seconds. */
  now: bigint;
};

/**
 * Checks that `uploader` signed this authorisation for this deployment, and that it is valid now. Whether the
 * uploader *may* upload is another question, which the chain answers.
 *
 * @returns the authorisation.
 * @throws {@link UploadAuthorisationError}
 */
export async function verifyUploadAuthorisation({
  scope,
  signed: { authorisation, signature },
  now,
}: VerifyUploadAuthorisationParameters): Promise<UploadAuthorisation> {
  const { deadline, purpose, uploader } = authorisation;
  if (deadline < now) {
    throw new UploadAuthorisationError({
      refusal: 'expired',
      message: `The upload authorisation expired ${now - deadline} seconds ago.`,
      advice: 'Sign a new one. If this one is new, the clock of the computer is wrong.',
    });
  }
  if (deadline > now + BigInt(MAX_AUTHORISATION_SECONDS)) {
    throw new UploadAuthorisationError({
      refusal: 'too-long',
      message: `The upload authorisation is valid for ${deadline - now} seconds, which is too long.`,
      advice: `Sign one that is valid for at most ${MAX_AUTHORISATION_SECONDS} seconds.`,
    });
  }
  if (
    purpose.kind === 'submission' &&
    BigInt(fromSubmissionId(purpose.submissionId).taskId) !== purpose.taskId
  ) {
    throw new UploadAuthorisationError({
      refusal: 'contradictory',
      message: `Submission ${purpose.submissionId} does not belong to task ${purpose.taskId}.`,
      advice: 'Sign the ids that the commit transaction emitted.',
    });
  }
  let signer: Address;
  try {
    const typedData = uploadTypedData({ scope, authorisation });
    signer = await (typedData.primaryType === 'BundleUpload'
      ? recoverTypedDataAddress({ ...typedData, signature })
      : recoverTypedDataAddress({ ...typedData, signature }));
  } catch (cause) {
    throw wrongSignature(uploader, scope, cause);
  }
  if (!isAddressEqual(signer, uploader)) throw wrongSignature(uploader, scope);
  return authorisation;
}

function wrongSignature(uploader: Address, scope: UploadScope, cause?: unknown): UploadAuthorisationError {
  return new UploadAuthorisationError({
    refusal: 'wrong-signature',
    message: `The upload authorisation was not signed by ${uploader} for this deployment.`,
    advice: `Sign for chain ${scope.chainId} and the contract ${scope.modelSubmission}.`,
    cause,
  });
}

/** The JSON inside the header. */
const signedAuthorisationJson = z.strictObject({
  uploader: addressSchema,
  purpose: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('bundle') }),
    z.strictObject({ kind: z.literal('submission'), taskId: uint64Schema, submissionId: uint64Schema }),
  ]),
  root: z.string().max(128).transform(parseContentCid),
  sizeBytes: uint64Schema,
  deadline: uint64Schema,
  nonce: bytesSchema(32),
  // Contract wallets, whose signatures have any length, would be checked by a call to the chain.
  signature: bytesSchema(65),
});

/** The value of the header {@link UPLOAD_AUTHORISATION_HEADER}: base64url of JSON, decimal strings for integers. */
export function encodeUploadAuthorisation({ authorisation, signature }: SignedUploadAuthorisation): string {
  const { root, ...fields } = authorisation;
  const json = JSON.stringify({ ...fields, root: root.toString(), signature }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return btoa(json).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const MAX_ENCODED_LENGTH = 4096;

/**
 * Reads the header's value. Nothing in it is verified yet.
 * @throws {@link UploadAuthorisationError}
 */
export function decodeUploadAuthorisation(encoded: string): SignedUploadAuthorisation {
  if (encoded.length > MAX_ENCODED_LENGTH)
    throw unreadable(`it is longer than ${MAX_ENCODED_LENGTH} characters`);
  let json: unknown;
  try {
    json = JSON.parse(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')));
  } catch (cause) {
    throw unreadable('it is not base64url of JSON', cause);
  }
  try {
    const { signature, ...authorisation } = signedAuthorisationJson.parse(json);
    return { authorisation, signature };
  } catch (cause) {
    throw unreadable(cause instanceof z.ZodError ? z.prettifyError(cause) : 'its root is not a CID', cause);
  }
}

function unreadable(reason: string, cause?: unknown): UploadAuthorisationError {
  return new UploadAuthorisationError({
    refusal: 'unreadable',
    message: `The upload authorisation cannot be read: ${reason}.`,
    advice: `Send the header ${UPLOAD_AUTHORISATION_HEADER} as encodeUploadAuthorisation makes it.`,
    cause,
  });
}
