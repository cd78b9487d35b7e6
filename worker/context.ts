import type { Logger } from 'pino';
import type { Address, LocalAccount } from 'viem';
import type { Database } from '#database/client.ts';
import type { ReadClient } from '#sdk/client.ts';
import type { ContentStore } from '#storage/content-store.ts';
import type { ChainViews } from './chain/views.ts';
import type { BlsSigner } from './keys/bls.ts';
import type { NodeMetrics } from './metrics/metrics.ts';
import type { Peers } from './peers/peers.ts';
import type { TransactionSender } from './transactions/sender.ts';

/** What every part of a node works with. */
export type NodeContext = {
  client: ReadClient;
  database: Database;
  contentStore: ContentStore;
  /** For URLs that others chose. */
  peerFetch: typeof globalThis.fetch;
  views: ChainViews;
  log: Logger;
  metrics: NodeMetrics;
  /** The operator's account; the zero address on a machine that holds no key. */
  operator: Address;
  /** Aborted when the node stops. */
  signal: AbortSignal;
};

/** What the parts that speak for the operator have besides; evaluators never hold keys. */
export type SigningContext = NodeContext & {
  account: LocalAccount;
  bls: BlsSigner;
  sender: TransactionSender;
  peers: Peers;
};
