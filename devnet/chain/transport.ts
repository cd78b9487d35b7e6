import { http } from 'viem';

const PATIENCE_MS = 240_000;

/** A transport to a local chain: on a busy machine it answers late, and mining many blocks takes its time. */
export function localTransport(rpcUrl: string) {
  return http(rpcUrl, { timeout: PATIENCE_MS });
}
