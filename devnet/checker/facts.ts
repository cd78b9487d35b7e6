import type { Address, Hex, Log } from 'viem';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import type { Content } from '#protocol/content/read-content.ts';
import type { BlockHeader } from '#protocol/seed/header.ts';

/** A mined transaction, as far as it is checked. */
export type TransactionFact = { hash: Hex; from: Address; to: Address | null; input: Hex };

/** An amount of a token that something says an account has, in base units. */
export type AccountAmount = { token: Address; account: Address; amount: bigint };
export type TokenAmount = { token: Address; amount: bigint };

/** What the contracts answer at the block up to which the logs were read. */
export type ChainState = {
  /** ERC-20 balances of every account that ever moved the token. */
  balances: readonly AccountAmount[];
  /** `creditOf` of every account that was ever credited. */
  credits: readonly AccountAmount[];
  /** `earnedFees` of everybody who may have earned any. */
  earnedFees: readonly AccountAmount[];
  /** What model submission says it owes. */
  liabilities: readonly TokenAmount[];
  /** The part of it that is the operators’. */
  operatorsBuckets: readonly TokenAmount[];
  tasks: readonly { taskId: number; status: number; pool: bigint; pending: number; championId: bigint }[];
  submissions: readonly { submissionId: bigint; status: number; seed: Hex; verdictHash: Hex; bond: bigint }[];
};

/** Addresses that the facts are about. */
export type CheckedContracts = {
  modelSubmission: Address;
  attestationCenter: Address;
  operatorRegistry: Address;
  avsGovernance: Address;
  stakeToken: Address;
};

/**
 * Everything that the checker judges by: what the chain recorded, what it answers now, and the content. It is a plain
 * value, so that a test can forge any of it.
 */
export type Facts = {
  chainId: number;
  contracts: CheckedContracts;
  /** All logs of the contracts and the tokens, in the order of the chain, from before the first of them. */
  logs: readonly Log<bigint, number, false>[];
  /** The transactions that the logs are from. */
  transactions: ReadonlyMap<Hex, TransactionFact>;
  /** The blocks that the logs are from, and the seed blocks. */
  blocks: ReadonlyMap<bigint, BlockHeader>;
  state: ChainState;
  /**
   * A file or folder, verified against the pointer’s hash.
   *
   * @throws {ContentTooLargeError} it has more than `maxBytes`, which the terms of its task set.
   */
  readContent: (pointer: ContentPointer, limit: { maxBytes: number }) => Promise<Content>;
};
