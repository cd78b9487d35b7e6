import { type Hex, decodeAbiParameters, encodeAbiParameters } from 'viem';
import { BaseError } from '../errors/base.ts';
import { OUTCOMES, type Outcome } from './outcome.ts';

/** The statement that the operators sign. Sums are of 1e18 fixed-point scores. */
export type Verdict = {
  submissionId: bigint;
  /** 32 bytes. */
  seed: Hex;
  /** The submission compared with; the submission itself for a baseline. */
  championId: bigint;
  outcome: Outcome;
  /** Deciding rounds won by the challenger. */
  wins: number;
  championDecidingSum: bigint;
  challengerDecidingSum: bigint;
  championPricingSum: bigint;
  challengerPricingSum: bigint;
  /** 32 bytes. */
  traceDigest: Hex;
};

/** The ABI type of the Solidity struct `Verdict`. */
export const VERDICT_ABI_PARAMETER = {
  type: 'tuple',
  name: 'verdict',
  components: [
    { name: 'submissionId', type: 'uint64' },
    { name: 'seed', type: 'bytes32' },
    { name: 'championId', type: 'uint64' },
    { name: 'outcome', type: 'uint8' },
    { name: 'wins', type: 'uint8' },
    { name: 'championDecidingSum', type: 'uint256' },
    { name: 'challengerDecidingSum', type: 'uint256' },
    { name: 'championPricingSum', type: 'uint256' },
    { name: 'challengerPricingSum', type: 'uint256' },
    { name: 'traceDigest', type: 'bytes32' },
  ],
} as const;

/** A verdict as viem reads and writes it. */
export type AbiVerdict = Omit<Verdict, 'outcome'> & { outcome: number };

/** The outcome in the bytes is not one that can be signed. */
export class UnknownOutcomeError extends BaseError {
  override name = 'UnknownOutcomeError';
  constructor({ outcome }: { outcome: number }) {
    super(`The verdict’s outcome ${outcome} is unknown.`, {
      metaMessages: [
        'The contracts are newer than this program, or the bytes are not a verdict. Update, or drop them.',
      ],
    });
  }
}

/** The verdict as contracts take it. */
export function toAbiVerdict(verdict: Verdict): AbiVerdict {
  return { ...verdict, outcome: OUTCOMES.indexOf(verdict.outcome) };
}

/** @throws {UnknownOutcomeError} */
export function fromAbiVerdict(verdict: AbiVerdict): Verdict {
  const outcome = OUTCOMES[verdict.outcome];
  if (outcome === undefined || outcome === 'None')
    throw new UnknownOutcomeError({ outcome: verdict.outcome });
  return { ...verdict, outcome };
}

/** `abi.encode(Verdict)`: 320 bytes, the `data` of `TaskInfo`. */
export function encodeVerdict(verdict: Verdict): Hex {
  return encodeAbiParameters([VERDICT_ABI_PARAMETER], [toAbiVerdict(verdict)]);
}

/** The inverse of `encodeVerdict`. @throws {UnknownOutcomeError} */
export function decodeVerdict(data: Hex): Verdict {
  const [verdict] = decodeAbiParameters([VERDICT_ABI_PARAMETER], data);
  return fromAbiVerdict(verdict);
}
