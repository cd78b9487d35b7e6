import type { CID } from 'multiformats/cid';
import { bytesToHex } from 'viem';
import { CAR_MEDIA_TYPE } from '#protocol/content/car.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { type UploadRefusalReason, uploadFailure } from '#protocol/http/uploads.ts';
import {
  UPLOAD_AUTHORISATION_HEADER,
  type UploadAuthorisation,
  type UploadPurpose,
  encodeUploadAuthorisation,
  uploadTypedData,
} from '#protocol/upload/authorisation.ts';
import type { WriteClient } from '../client.ts';
import { pause } from '../polling/poll.ts';
import { attempt } from '../transaction/transact.ts';
import { gatewayUrl } from './get-gateways.ts';

/** What became of the upload to one gateway. */
export type GatewayUpload =
  | { gateway: string; state: 'uploading' }
  | { gateway: string; state: 'stored' }
  | { gateway: string; state: 'failed'; reason: string };

export type UploadContentParameters = {
  /** Base URLs of the operators’ nodes. */
  gateways: readonly string[];
  root: CID;
  car: Uint8Array<ArrayBuffer>;
  /** The bytes of all distinct blocks of the content together. */
  sizeBytes: number;
  purpose: UploadPurpose;
  /** Called when an upload begins and when it ends. */
  onProgress?: ((upload: GatewayUpload) => void) | undefined;
  signal?: AbortSignal | undefined;
};

export type UploadContentReturnType = {
  stored: readonly string[];
  failed: readonly { gateway: string; reason: string }[];
};

/** No gateway took the content. */
export class UploadFailedError extends BaseError {
  override name = 'UploadFailedError';
  constructor({ root, failed }: { root: CID; failed: readonly { gateway: string; reason: string }[] }) {
    super(`None of the ${failed.length} gateways took the content ${root.toString()}.`, {
      metaMessages: [
        ...failed.map(({ gateway, reason }) => `${gateway}: ${reason}`),
        'Nothing was paid. Try again when the operators can be reached.',
      ],
      docsPath: 'storage.md#uploads',
    });
  }
}

const VALIDITY_SECONDS = 3_600;
const NONCE_BYTES = 32;

/**
 * Sends a CAR to operators’ nodes, with one signed authorisation for all of them. Repeating it does no harm.
 *
 * @throws {SignatureRejectedError}, {UploadFailedError} when none took it.
 *
 * @example
 * const { root, car, sizeBytes } = await packParameters(bytes);
 * const gateways = await getGateways(client);
 * await uploadContent(client, { gateways, root, car, sizeBytes, purpose: { kind: 'bundle' } });
 */
export async function uploadContent(
  client: WriteClient,
  parameters: UploadContentParameters,
): Promise<UploadContentReturnType> {
  const { gateways, root, car, onProgress, signal } = parameters;
  const authorisation = await signAuthorisation(client, parameters);
  const uploads = await Promise.all(
    gateways.map(async (gateway) => {
      onProgress?.({ gateway, state: 'uploading' });
      const upload = await send({ gateway, root, car, authorisation, signal });
      onProgress?.(upload);
      return upload;
    }),
  );
  const stored = uploads.filter(({ state }) => state === 'stored').map(({ gateway }) => gateway);
  const failed = uploads.flatMap((upload) => (upload.state === 'failed' ? [upload] : []));
  if (stored.length === 0) throw new UploadFailedError({ root, failed });
  return { stored, failed: failed.map(({ gateway, reason }) => ({ gateway, reason })) };
}

/** The header’s value. */
async function signAuthorisation(
  { walletClient, deployment }: WriteClient,
  { root, sizeBytes, purpose }: UploadContentParameters,
): Promise<string> {
  const { account } = walletClient;
  const authorisation: UploadAuthorisation = {
    uploader: account.address,
    purpose,
    root,
    sizeBytes: BigInt(sizeBytes),
    deadline: BigInt(Math.floor(Date.now() / 1000) + VALIDITY_SECONDS),
    nonce: bytesToHex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))),
  };
  const typedData = uploadTypedData({
    scope: { chainId: deployment.chainId, modelSubmission: deployment.contracts.modelSubmission },
    authorisation,
  });
  const signature = await attempt({ action: 'sign the upload', account: account.address }, () =>
    typedData.primaryType === 'BundleUpload'
      ? walletClient.signTypedData({ ...typedData, account })
      : walletClient.signTypedData({ ...typedData, account }),
  );
  return encodeUploadAuthorisation({ authorisation, signature });
}

/** Operators that are busy, or have not seen the commitment yet, say so; this often they are asked again. */
const MAX_ATTEMPTS = 8;
const RETRY_STATUSES: readonly number[] = [429, 503];
/** Refusals that pass when the operator has caught up with the chain. */
const RETRY_REASONS: readonly (UploadRefusalReason | undefined)[] = ['unknown-submission', 'not-ready'];
const DEFAULT_RETRY_MS = 1_000;
const MAX_RETRY_MS = 10_000;

async function send(parameters: {
  gateway: string;
  root: CID;
  car: Uint8Array<ArrayBuffer>;
  authorisation: string;
  signal?: AbortSignal | undefined;
}): Promise<GatewayUpload> {
  const { gateway, root, car, authorisation, signal } = parameters;
  for (let attempts = 1; ; attempts += 1) {
    try {
      const response = await fetch(gatewayUrl(gateway, `uploads/${root.toString()}`), {
        method: 'PUT',
        headers: { 'content-type': CAR_MEDIA_TYPE, [UPLOAD_AUTHORISATION_HEADER]: authorisation },
        body: car,
        redirect: 'error',
        credentials: 'omit',
        ...(signal ? { signal } : {}),
      });
      if (response.ok) {
        await response.body?.cancel();
        return { gateway, state: 'stored' };
      }
      const refusal = await readRefusal(response);
      if (!refusal.isTransient || attempts === MAX_ATTEMPTS)
        return { gateway, state: 'failed', reason: refusal.reason };
      await pause(retryDelayMs(response), signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Error)) throw error;
      const reason = error.cause instanceof Error ? error.cause.message : error.message;
      return { gateway, state: 'failed', reason };
    }
  }
}

const MAX_REASON_CHARACTERS = 500;

async function readRefusal(response: Response): Promise<{ reason: string; isTransient: boolean }> {
  const text = await response.text();
  const failure = uploadFailure.safeParse(parseJson(text));
  const isTransient =
    RETRY_STATUSES.includes(response.status) ||
    (failure.success &&
      failure.data.error.reason !== undefined &&
      RETRY_REASONS.includes(failure.data.error.reason));
  const said = failure.success ? failure.data.error.message : text.slice(0, MAX_REASON_CHARACTERS);
  return { reason: `it answered ${response.status}${said ? `: ${said}` : ''}`, isTransient };
}

/** `undefined` when a proxy or another program answered. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function retryDelayMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, MAX_RETRY_MS) : DEFAULT_RETRY_MS;
}
