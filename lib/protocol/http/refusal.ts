import type { Address } from 'viem';
import { z } from 'zod';
import { BaseError } from '../errors/base.ts';

/** Why an operator's node does not take a claim or an attestation. */
export const REFUSAL_CODES = [
  'unknown-operator',
  'invalid-signature',
  'not-elected',
  'not-expected',
  'too-early',
  'wrong-chain',
  'wrong-definition',
  'rate-limited',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** How a refusal is written in an answer. */
export const refusalSchema = z.object({ code: z.enum(REFUSAL_CODES), message: z.string() });

/** A message of another operator that is well-formed but breaks a rule. */
export abstract class RefusalError extends BaseError {
  abstract readonly code: RefusalCode;
  /** Whether the same message may be taken later. */
  readonly isRetryable: boolean = false;
}

/** Whether a message was refused for its signature, which cost the work of verifying it. */
export function isBadSignature(error: unknown): boolean {
  return error instanceof RefusalError && error.code === 'invalid-signature';
}

/** The sender is not in the applied operator set. */
export class UnknownOperatorError extends RefusalError {
  override name = 'UnknownOperatorError';
  readonly code = 'unknown-operator';
  constructor({ operator }: { operator: Address }) {
    super(`${operator} is not in the applied operator set.`, {
      metaMessages: ['Register with AVS governance; a registration takes effect at the next epoch.'],
      docsPath: 'operators.md#registering',
    });
  }
}

/** The signature is not by the sender's key over the message. */
export class InvalidSignatureError extends RefusalError {
  override name = 'InvalidSignatureError';
  readonly code = 'invalid-signature';
  constructor({ operator, kind, cause }: { operator: Address; kind: 'BLS' | 'ECDSA'; cause?: unknown }) {
    super(
      kind === 'BLS'
        ? `The BLS signature is not by ${operator} over the verdict that this node computed.`
        : `The claim was not signed by ${operator}.`,
      {
        cause,
        metaMessages: [
          'Check the key, the chain id and the contracts’ addresses that the node is configured with.',
        ],
      },
    );
  }
}

/** The claimant was not elected for that attempt. */
export class NotElectedError extends RefusalError {
  override name = 'NotElectedError';
  readonly code = 'not-elected';
  constructor({ performer, elected, attempt }: { performer: Address; elected: Address; attempt: number }) {
    super(`${performer} is not the performer of attempt ${attempt}; ${elected} is.`);
  }
}

/** Nobody waits for a verdict with this submission, seed and champion. */
export class NotExpectedError extends RefusalError {
  override name = 'NotExpectedError';
  readonly code = 'not-expected';
  constructor({ submissionId, reason }: { submissionId: bigint; reason: string }) {
    super(`No verdict is expected for submission ${submissionId}: ${reason}.`);
  }
}

/** The chain as this node sees it is not there yet. */
export class TooEarlyError extends RefusalError {
  override name = 'TooEarlyError';
  readonly code = 'too-early';
  override readonly isRetryable = true;
  constructor({ submissionId, reason }: { submissionId: bigint; reason: string }) {
    super(`It is too early for submission ${submissionId}: ${reason}.`, {
      metaMessages: ['Send it again soon.'],
    });
  }
}

/** The message is for another chain. */
export class WrongChainError extends RefusalError {
  override name = 'WrongChainError';
  readonly code = 'wrong-chain';
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The message is for chain ${actual}; this node serves chain ${expected}.`);
  }
}

/** The task has another definition than the message says. */
export class WrongDefinitionError extends RefusalError {
  override name = 'WrongDefinitionError';
  readonly code = 'wrong-definition';
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The task’s definition is ${expected}, not ${actual}.`);
  }
}

/** The sender sends more than it can have to say. */
export class RateLimitedError extends RefusalError {
  override name = 'RateLimitedError';
  readonly code = 'rate-limited';
  override readonly isRetryable = true;
  constructor({ operator, waitMs }: { operator: Address; waitMs: number }) {
    super(`Too many messages came for ${operator} from this address.`, {
      metaMessages: [`Send it again in ${waitMs} ms.`],
    });
  }
}

/** A refusal by the operator's node, as it was told elsewhere. */
export class RelayedRefusalError extends RefusalError {
  override name = 'RelayedRefusalError';
  readonly code: RefusalCode;
  constructor({ code, message }: { code: RefusalCode; message: string }) {
    super(message);
    this.code = code;
  }
}
