import type { Address, Hex } from 'viem';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { ChainCheckName } from './chain-check/check-chain.ts';

/** A token that is there, or one with a faucet that is deployed along. */
export type TokenParameters = { address: Address } | { name: string; symbol: string };

/** What a deployment is made with. Amounts are in base units of their token, powers in base units of stake. */
export type DeploymentParameters = {
  /** Receives creation fees and forfeited bonds. */
  treasury: Address;
  /**
   * Proposes to the timelock what it governs, pauses flows, keeps the allowlist: a multisignature account, or on a
   * local chain the deployer, which is the default.
   */
  council?: Address | undefined;
  /** How long what the council proposes is public before it can be executed. */
  timelockDelaySeconds: number;
  /** Checks of the chain that may fail here, since what follows from it is known. */
  acceptedRisks: readonly ChainCheckName[];
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
  slashing: {
    /** Of a stake, for two signatures on different verdicts. */
    equivocationBps: number;
    /** Of a stake, for a claim that contradicts the verdict that stands. */
    contradictingClaimBps: number;
    /** Of what is slashed, to whoever reported it. */
    reporterBps: number;
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
