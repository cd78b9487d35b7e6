import type { Address, Hex } from 'viem';
import type * as Models from '../generated/client.ts';
import { type Plain, toPlain } from '../plain.ts';

type Replace<Value, By> = Value extends string ? By : Value;

/** A row whose columns hold accounts and hashes by their types; the projections write nothing else there. */
type Typed<Row, AccountField extends keyof Row, HashField extends keyof Row> = {
  [Key in keyof Row]: Key extends AccountField
    ? Replace<Row[Key], Address>
    : Key extends HashField
      ? Replace<Row[Key], Hex>
      : Row[Key];
};

/** A task as it stands. Amounts are in the token’s base units, scores 1e18 = 1, times Unix seconds. */
export type TaskRow = Typed<Plain<Models.Task>, 'owner' | 'token', 'createdTransaction'>;

/** A submission as it stands. */
export type SubmissionRow = Typed<
  Plain<Models.Submission>,
  'optimizer',
  'commitment' | 'seed' | 'prevRandao' | 'commitTransaction' | 'revealTransaction' | 'settleTransaction'
>;

/** A verdict that stands. */
export type VerdictRow = Typed<
  Plain<Models.Verdict>,
  never,
  'verdictHash' | 'seed' | 'traceDigest' | 'transactionHash'
>;

/** Who stood behind a verdict. */
export type VerdictQuorumRow = Omit<
  Typed<Plain<Models.VerdictQuorum>, 'performer' | 'aggregator', 'verdictHash' | 'transactionHash'>,
  'nonSigners'
> & { nonSigners: Address[] };

/** A link in a task’s line of champions. */
export type ChampionRow = Typed<Models.Champion, never, 'transactionHash'>;

/** A credit. */
export type CreditRow = Typed<Plain<Models.Credit>, 'token' | 'account', 'transactionHash'>;

/** A payout. */
export type ClaimRow = Typed<Plain<Models.Claim>, 'token' | 'account' | 'receiver', 'transactionHash'>;

/** How a verdict’s fee was divided. */
export type FeeDistributionRow = Typed<Plain<Models.FeeDistribution>, 'token', 'transactionHash'>;

/** An operator. */
export type OperatorRow = Typed<
  Plain<Models.Operator>,
  'account' | 'rewardsReceiver' | 'nextRewardsReceiver',
  'key'
>;

/** A task definition. */
export type TaskDefinitionRow = Typed<Plain<Models.TaskDefinition>, 'avsLogic', 'runtimeId'>;

/** A token that governance listed. */
export type TokenRow = Typed<Plain<Models.Token>, 'address', never>;

export const toTaskRow = (row: Models.Task): TaskRow => toPlain(row) as TaskRow;
export const toSubmissionRow = (row: Models.Submission): SubmissionRow => toPlain(row) as SubmissionRow;
export const toVerdictRow = (row: Models.Verdict): VerdictRow => toPlain(row) as VerdictRow;
export const toVerdictQuorumRow = (row: Models.VerdictQuorum): VerdictQuorumRow =>
  toPlain(row) as VerdictQuorumRow;
export const toChampionRow = (row: Models.Champion): ChampionRow => toPlain(row) as ChampionRow;
export const toCreditRow = (row: Models.Credit): CreditRow => toPlain(row) as CreditRow;
export const toClaimRow = (row: Models.Claim): ClaimRow => toPlain(row) as ClaimRow;
export const toFeeDistributionRow = (row: Models.FeeDistribution): FeeDistributionRow =>
  toPlain(row) as FeeDistributionRow;
export const toOperatorRow = (row: Models.Operator): OperatorRow => toPlain(row) as OperatorRow;
export const toTaskDefinitionRow = (row: Models.TaskDefinition): TaskDefinitionRow =>
  toPlain(row) as TaskDefinitionRow;
export const toTokenRow = (row: Models.Token): TokenRow => toPlain(row) as TokenRow;
