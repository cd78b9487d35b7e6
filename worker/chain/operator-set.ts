import { type Address, type Hex, isAddressEqual } from 'viem';
import { performerIndex } from '#protocol/verdict/messages.ts';
import type { ReadClient } from '#sdk/client.ts';
import { type Operator, getOperators } from '#sdk/operators/get-operators.ts';

/** The applied set, which elects performers and verifies verdicts. */
export type OperatorSet = {
  /** In the order of their indices. */
  operators: readonly Operator[];
  /** Sum of voting power. */
  totalPower: bigint;
};

/** Reads the applied set at the head. @throws {ChainUnreachableError} */
export async function readOperatorSet(client: ReadClient): Promise<OperatorSet> {
  const operators = [...(await getOperators(client))].sort((a, b) => a.index - b.index);
  return { operators, totalPower: operators.reduce((sum, { power }) => sum + power, 0n) };
}

export function findOperator(set: OperatorSet, account: Address): Operator | undefined {
  return set.operators.find(({ operator }) => isAddressEqual(operator, account));
}

/** The operator elected to perform an attempt; `undefined` when the set is empty. */
export function electedPerformer(
  set: OperatorSet,
  { seed, attempt }: { seed: Hex; attempt: number },
): Operator | undefined {
  const operatorCount = set.operators.length;
  if (operatorCount === 0) return undefined;
  return set.operators[performerIndex({ seed, attempt, operatorCount })];
}

/**
 * How many others go before an operator in posting a verdict: 0 for the performer of the attempt that is under way,
 * then round the set. Posting in turns keeps operators from paying for each other's duplicates.
 */
export function postingRank(
  set: OperatorSet,
  { operator, seed, attempt }: { operator: Operator; seed: Hex; attempt: number },
): number {
  const operatorCount = set.operators.length;
  const first = performerIndex({ seed, attempt, operatorCount });
  return (operator.index - first + operatorCount) % operatorCount;
}

/** Which attempt is under way: `floor((block − seedBlock − pausedBlocks) / responseWindow)`. */
export function currentAttempt(parameters: {
  blockNumber: bigint;
  seedBlock: bigint;
  responseWindowBlocks: number;
  /** Blocks since the seed block in which verdicts were paused: no performer’s time runs out in them. */
  pausedBlocks: bigint;
}): number {
  const { blockNumber, seedBlock, responseWindowBlocks, pausedBlocks } = parameters;
  const elapsed = blockNumber - seedBlock - pausedBlocks;
  return elapsed < 0n ? 0 : Number(elapsed / BigInt(responseWindowBlocks));
}
