import type { CID } from 'multiformats/cid';
import type { Address } from 'viem';
import type { UploadRefusalReason } from '#protocol/http/uploads.ts';
import type { UploadPurpose } from '#protocol/upload/authorisation.ts';

/** An upload whose signature is verified. */
export type UploadRequest = {
  signer: Address;
  purpose: UploadPurpose;
  root: CID;
  /** The bytes of all distinct blocks together: what the content will have, not more and not less. */
  sizeBytes: number;
};

/** What the chain says about an upload. */
export type UploadDecision =
  | {
      allowed: true;
      /** Why the content is kept, as a pin of the content store: `submission/21474836481`. */
      pin: string;
    }
  | {
      allowed: false;
      reason: UploadRefusalReason;
      /** A sentence for the person, with the values involved. */
      message: string;
    };

/**
 * Decides from the chain. For a submission: the signer committed it, it waits for its content, and no other root
 * was allowed for it before. Since a commitment hides its content, the answer to the first question about a root
 * must be remembered: **one** root for each commitment. Asked again about the same root, it allows again.
 */
export type AuthoriseUpload = (request: UploadRequest) => Promise<UploadDecision>;
