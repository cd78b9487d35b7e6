import { type Address, parseEther } from 'viem';
import { RUNTIME_ID } from '#evaluation/runtime/runtime-id.ts';
import type { DeploymentParameters } from '../parameters.ts';
import { BUDGET, MEBIBYTE } from './budget.ts';

/**
 * The local chain of one-second blocks, with tokens for everybody. Its windows are minutes long: a machine that is busy, or
 * a marketplace that is started again in the middle, must not cost anybody a bond.
 */
export function localParameters({ treasury }: { treasury: Address }): DeploymentParameters {
  return {
    treasury,
    timelockDelaySeconds: 0,
    // Hardhat’s node, which stands in where there is no anvil, has no history of block hashes.
    acceptedRisks: ['block-hash-history'],
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
    slashing: { equivocationBps: 5_000, contradictingClaimBps: 1_000, reporterBps: 1_000 },
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
