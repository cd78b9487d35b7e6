import { http } from 'viem';

const PATIENCE_MS = 240_000;

/**
 * A transport to a local chain. On a busy machine it answers late, and mining many blocks takes its time; asking again
 * would have it mine twice.
 */
export function localTransport(rpcUrl: string) {
  return http(rpcUrl, { timeout: PATIENCE_MS, retryCount: 0 });
}
