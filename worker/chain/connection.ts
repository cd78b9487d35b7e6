import { createPublicClient, defineChain, fallback } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { read } from '#sdk/chain/read.ts';
import type { ReadClient } from '#sdk/client.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { NodeMetrics } from '../metrics/metrics.ts';
import { measuredHttp } from './measured-transport.ts';

/** The RPC server serves another chain than the one that the contracts are deployed on. */
export class ChainMismatchError extends BaseError {
  override name = 'ChainMismatchError';
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The RPC server serves chain ${actual}, but the contracts are deployed on chain ${expected}.`, {
      metaMessages: ['Change "rpcUrls" or "deployment".'],
      docsPath: 'operators.md#settings',
    });
  }
}

const REQUEST_TIMEOUT_MS = 10_000;
const REQUEST_RETRIES = 2;
/** How often a receipt is looked for. */
const POLLING_INTERVAL_MS = 150;

/**
 * Opens the connection; the second and further URLs are used while the first fails.
 *
 * @throws {ChainMismatchError}, {ChainUnreachableError}
 */
export async function connectChain(parameters: {
  rpcUrls: readonly string[];
  deployment: Deployment;
  metrics: NodeMetrics;
}): Promise<ReadClient> {
  const { rpcUrls, deployment, metrics } = parameters;
  let clientVersion = 'unknown';
  const publicClient = createPublicClient({
    chain: defineChain({
      id: deployment.chainId,
      name: `chain ${deployment.chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: rpcUrls } },
    }),
    pollingInterval: POLLING_INTERVAL_MS,
    cacheTime: 0,
    transport: fallback(
      rpcUrls.map((url) =>
        measuredHttp(url, {
          config: { batch: true, timeout: REQUEST_TIMEOUT_MS, retryCount: REQUEST_RETRIES },
          metrics,
          clientVersion: () => clientVersion,
        }),
      ),
    ),
  });
  const actual = await read('read the chain id', () => publicClient.getChainId());
  if (actual !== deployment.chainId) {
    throw new ChainMismatchError({ expected: deployment.chainId, actual });
  }
  clientVersion = await read('read what the RPC server is', () =>
    publicClient.request({ method: 'web3_clientVersion' }),
  );
  return { publicClient, deployment };
}
