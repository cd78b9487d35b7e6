import { type Address, type Hex, parseEther } from 'viem';
import { RUNTIME_ID } from '#evaluation/runtime/runtime-id.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';

/** A token that is there, or one with a faucet that is deployed along. */
export type TokenParameters = { address: Address } | { name: string; symbol: string };

/** What a deployment is made with. Amounts are in base units of their token, powers in base units of stake. */
export type DeploymentParameters = {
  /** Receives creation fees and forfeited bonds. */
  treasury: Address;
  token: TokenParameters;
  tokenTerms: { feeUnit: bigint; creationFee: bigint; storageFeePerMebibyte: bigint };
  stakeToken: TokenParameters;
  /** Changes of the operator set wait for the next multiple of it. */
  epochBlocks: number;
  /** The least voting power of the whole set under which verdicts count. */
  minimumPower: bigint;
  governance: {
    minimumStake: bigint;
    maximumStake: bigint;
    operatorLimit: bigint;
    unbondingSeconds: number;
    rewardsReceiverDelaySeconds: number;
  };
  taskDefinition: {
    runtimeId: Hex;
    minimumQuorumBps: number;
    maximumQuorumBps: number;
    performerBps: number;
    aggregatorBps: number;
    feeFloorUnits: number;
    revealWindowBlocks: number;
    seedDelayBlocks: number;
    responseWindowBlocks: number;
    verdictWindowBlocks: number;
    gracePeriodSeconds: number;
    maximumParameterBytes: bigint;
    budget: EvaluationBudget;
  };
};

const MEBIBYTE = 1 << 20;

/** A round of a network with some hundred thousand parameters on a few thousand samples, with room to spare. */
const BUDGET: EvaluationBudget = {
  ticks: 1_000_000_000n,
  nativeWork: 100_000_000n,
  tensorElements: 100_000_000n,
  modelRuns: 1_000,
  memoryBytes: 64 * MEBIBYTE,
  stackBytes: 256 * 1024,
};

/**
 * The local chain of one-second blocks, with tokens for everybody. Its windows are minutes long: a machine that is busy, or
 * a marketplace that is started again in the middle, must not cost anybody a bond.
 */
export function localParameters({ treasury }: { treasury: Address }): DeploymentParameters {
  return {
    treasury,
    token: { name: 'Zarathustra Test Token', symbol: 'ZTT' },
    tokenTerms: {
      feeUnit: parseEther('0.01'),
      creationFee: parseEther('1'),
      storageFeePerMebibyte: parseEther('0.01'),
    },
    stakeToken: { name: 'Zarathustra Test Stake', symbol: 'ZTS' },
    epochBlocks: 1,
    minimumPower: parseEther('100'),
    governance: {
      minimumStake: parseEther('100'),
      maximumStake: parseEther('10000'),
      operatorLimit: 200n,
      unbondingSeconds: 60,
      rewardsReceiverDelaySeconds: 60,
    },
    taskDefinition: {
      runtimeId: RUNTIME_ID,
      minimumQuorumBps: 6_667,
      maximumQuorumBps: 7_500,
      performerBps: 2_000,
      aggregatorBps: 500,
      feeFloorUnits: 1,
      revealWindowBlocks: 600,
      seedDelayBlocks: 2,
      responseWindowBlocks: 10,
      verdictWindowBlocks: 900,
      gracePeriodSeconds: 3_600,
      maximumParameterBytes: BigInt(16 * MEBIBYTE),
      budget: BUDGET,
    },
  };
}

/** A public test network of twelve-second blocks. Tokens are still the ones with a faucet: they are worth nothing. */
export function testnetParameters({ treasury }: { treasury: Address }): DeploymentParameters {
  const local = localParameters({ treasury });
  return {
    ...local,
    epochBlocks: 300,
    minimumPower: parseEther('1000'),
    governance: {
      ...local.governance,
      operatorLimit: 100n,
      unbondingSeconds: 7 * 24 * 3_600,
      rewardsReceiverDelaySeconds: 24 * 3_600,
    },
    taskDefinition: {
      ...local.taskDefinition,
      revealWindowBlocks: 300,
      seedDelayBlocks: 32,
      responseWindowBlocks: 25,
      verdictWindowBlocks: 1_800,
      gracePeriodSeconds: 7 * 24 * 3_600,
    },
  };
}
