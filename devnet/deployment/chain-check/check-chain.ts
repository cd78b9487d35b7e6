import type { PublicClient } from 'viem';
import type { Finding } from '../finding.ts';
import { checkBlockHashHistory } from './block-hash-history.ts';
import { checkHeaderEncoding } from './header-encoding.ts';
import { checkPrecompiles } from './precompiles.ts';
import { checkRandomness } from './randomness.ts';
import { checkSequencer } from './sequencer.ts';

/** What the contracts need of a chain. */
export type ChainCheckName =
  'bls-precompiles' | 'block-hash-history' | 'header-encoding' | 'randomness' | 'sequencer';

export type ChainFinding = Finding<ChainCheckName>;

/**
 * Whether the contracts can work on a chain, told from outside by calls of a node. A finding that `fails` is a reason
 * not to deploy; one that is `unknown` could not be told, mostly since the chain is too young.
 */
export async function checkChain(publicClient: PublicClient): Promise<ChainFinding[]> {
  return Promise.all([
    checkPrecompiles(publicClient),
    checkBlockHashHistory(publicClient),
    checkHeaderEncoding(publicClient),
    checkRandomness(publicClient),
    checkSequencer(publicClient),
  ]);
}
