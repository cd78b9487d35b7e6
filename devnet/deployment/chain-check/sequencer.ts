import type { Address, PublicClient } from 'viem';
import type { Finding } from '../finding.ts';

/** Contracts that only these kinds of chains have, and what is known of their PREVRANDAO. */
const SEQUENCED: readonly { address: Address; kind: string; randomness: string }[] = [
  {
    address: '0x4200000000000000000000000000000000000015',
    kind: 'an OP-stack chain',
    randomness:
      'PREVRANDAO is that of the layer-1 block that its sequencer builds on: the sequencer knows it in advance, and chooses among several',
  },
  {
    address: '0x0000000000000000000000000000000000000064',
    kind: 'an Arbitrum chain',
    randomness: 'PREVRANDAO is the constant 1, and the header has a counter in its place',
  },
];

/**
 * Whether the chain is known to have a sequencer that chooses PREVRANDAO. A sequencer that leaves none of these marks
 * cannot be told from outside.
 */
export async function checkSequencer(publicClient: PublicClient): Promise<Finding<'sequencer'>> {
  const check = 'sequencer';
  for (const { address, kind, randomness } of SEQUENCED) {
    if ((await publicClient.getCode({ address })) !== undefined) {
      return { check, status: 'fails', detail: `this is ${kind}: ${randomness}` };
    }
  }
  return {
    check,
    status: 'holds',
    detail: 'no mark of an OP-stack or Arbitrum chain; another sequencer cannot be told from outside',
  };
}
