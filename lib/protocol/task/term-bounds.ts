import { MAXIMUM_ROUNDS } from '../verdict/bond.ts';
import { BASIS_POINTS, SCORE_ONE } from '../verdict/scores.ts';
import type { TaskTerms } from './terms.ts';

/** The mirror of the constants of `contracts/libraries/TermBounds.sol`. */
export const MAXIMUM_PENDING = 256;
export const MAXIMUM_DURATION_SECONDS = 730 * 86_400;
const MAXIMUM_STORAGE_ADDRESSES = 8;
const MAXIMUM_STORAGE_ADDRESS_BYTES = 256;
const MAXIMUM_STORAGE_QUOTA_BYTES = 1n << 40n;
const MAXIMUM_AMOUNT = (1n << 96n) - 1n;

/** What the bounds depend on besides the terms. */
export type TermConditions = {
  /** Of the task definition. */
  definition: { minimumQuorumBps: number; maximumQuorumBps: number; feeFloorUnits: number };
  /** What one fee unit is worth in base units of the task’s token. */
  feeUnit: bigint;
  /** The chain’s time; Unix seconds. */
  now: number;
};

/** A term that model submission refuses: which one, its value, and the bound that it is beyond. */
export type TermViolation = {
  term: string;
  value: bigint;
  bound: bigint;
  side: 'below' | 'above';
};

/** The terms that an owner chooses; those that follow from the bundle are right by themselves. */
export type BoundedTerms = Omit<TaskTerms, 'architecture' | 'parameters' | 'evaluation' | 'metadata'>;

/**
 * What model submission would refuse about the terms of a new task, in the order in which it looks; the first is what
 * its error `TermOutOfBounds` would name. Rules known twice: `contracts/libraries/TermBounds.sol`.
 *
 * @example
 * const [refusal] = findTermViolations(terms, { definition, feeUnit, now });
 */
export function findTermViolations(terms: BoundedTerms, conditions: TermConditions): TermViolation[] {
  const { definition, feeUnit, now } = conditions;
  const violations: TermViolation[] = [];
  const atLeast = (term: string, value: bigint | number, bound: bigint | number) => {
    if (value < bound) violations.push({ term, value: BigInt(value), bound: BigInt(bound), side: 'below' });
  };
  const atMost = (term: string, value: bigint | number, bound: bigint | number) => {
    if (value > bound) violations.push({ term, value: BigInt(value), bound: BigInt(bound), side: 'above' });
  };
  atMost('storageAddresses', terms.storageAddresses.length, MAXIMUM_STORAGE_ADDRESSES);
  for (const address of terms.storageAddresses) {
    atMost('storageAddress', new TextEncoder().encode(address).length, MAXIMUM_STORAGE_ADDRESS_BYTES);
  }
  atMost('storageQuotaBytes', terms.storageQuotaBytes, MAXIMUM_STORAGE_QUOTA_BYTES);

  atLeast('minGapBps', terms.minGapBps, 1);
  atMost('minGapBps', terms.minGapBps, BASIS_POINTS);
  atLeast('targetScore', terms.targetScore, 1);
  atMost('targetScore', terms.targetScore, SCORE_ONE);
  atLeast('rounds', terms.rounds, 1);
  atMost('rounds', terms.rounds, MAXIMUM_ROUNDS);
  // Fewer would let a challenger pass that lost as many rounds as it won.
  atLeast('requiredWins', terms.requiredWins, Math.floor(terms.rounds / 2) + 1);
  atMost('requiredWins', terms.requiredWins, terms.rounds);

  atLeast('bounty', terms.bounty, 1);
  atMost('bounty', terms.bounty, MAXIMUM_AMOUNT);
  atMost('bond', terms.bond, MAXIMUM_AMOUNT);
  atLeast('operatorFee', terms.operatorFee, BigInt(definition.feeFloorUnits) * feeUnit);
  // The smallest improvement that counts must earn its finder more than judging it costs.
  atMost('operatorFee', terms.operatorFee, (terms.bounty * BigInt(terms.minGapBps)) / BASIS_POINTS);
  // The baseline's fee comes out of the bounty: no task opens with nothing to win.
  atLeast('bounty', terms.bounty, terms.operatorFee + 1n);

  atLeast('quorumBps', terms.quorumBps, definition.minimumQuorumBps);
  atMost('quorumBps', terms.quorumBps, definition.maximumQuorumBps);
  atLeast('maxPending', terms.maxPending, 1);
  atMost('maxPending', terms.maxPending, MAXIMUM_PENDING);
  atLeast('deadline', terms.deadline, now + 1);
  atMost('deadline', terms.deadline, now + MAXIMUM_DURATION_SECONDS);
  return violations;
}
