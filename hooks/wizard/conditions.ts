import type { Address } from 'viem';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';

/** A token that tasks can be paid in, with the fees that governance set for it. */
export type PaymentToken = {
  address: Address;
  symbol: string;
  decimals: number;
  /** What one fee unit of a definition is worth in base units. */
  feeUnit: bigint;
  creationFee: bigint;
  storageFeePerMebibyte: bigint;
};

/** What the marketplace asks of a new task, as its contracts say it. */
export type Conditions = {
  /** At least one. */
  tokens: readonly PaymentToken[];
  definition: {
    taskDefinitionId: number;
    minimumQuorumBps: number;
    maximumQuorumBps: number;
    feeFloorUnits: number;
    /** The largest parameters file. */
    maximumParameterBytes: number;
    budget: EvaluationBudget;
  };
};
