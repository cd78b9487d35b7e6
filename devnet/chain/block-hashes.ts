import { requestChain } from './rpc.ts';

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Gives a loaded chain back the hashes of its blocks. anvil loads blocks without telling its EVM their hashes, so that
 * BLOCKHASH answers nonsense for them, and headers of seed blocks are refused; but it fills the hashes in when it goes
 * back to a block. So one empty block is mined and taken back.
 */
export async function restoreBlockHashes(rpcUrl: string): Promise<void> {
  const request = { rpcUrl, timeoutMs: REQUEST_TIMEOUT_MS };
  await requestChain({ ...request, method: 'anvil_mine', parameters: ['0x1'] });
  await requestChain({ ...request, method: 'anvil_rollback', parameters: [1] });
}
