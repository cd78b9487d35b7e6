import { afterAll, beforeAll } from 'vitest';
import { type LocalChain, type StartChainParameters, startChain } from '#devnet/chain.ts';

/**
 * A local chain of its own for the test file (or the `describe`) that calls this.
 *
 * @example
 * const chain = useTestChain();
 * test('…', async () => {
 *   const client = createPublicClient({ transport: http(chain().rpcUrl) });
 * });
 */
export function useTestChain(parameters: StartChainParameters = {}): () => LocalChain {
  let chain: LocalChain | undefined;
  beforeAll(async () => {
    chain = await startChain(parameters);
  });
  afterAll(async () => {
    await chain?.stop();
  });
  return () => {
    if (!chain) throw new Error('The test chain exists from beforeAll on: call this inside a test.');
    return chain;
  };
}
