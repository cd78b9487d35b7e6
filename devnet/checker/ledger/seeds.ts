import type { Hex } from 'viem';
import { BlockHeaderMismatchError, encodeBlockHeader } from '#protocol/seed/header.ts';
import { submissionSeed } from '#protocol/verdict/messages.ts';
import type { MarketplaceContext } from './context.ts';
import type { ModelSubmission } from './market.ts';

/** Recomputes the seed from the seed block’s header and compares. */
export function expectSeed(
  { facts, findings }: MarketplaceContext,
  submission: ModelSubmission,
  actual: Hex,
): void {
  const { submissionId, seedBlock } = submission;
  const block = facts.blocks.get(seedBlock);
  if (block === undefined) {
    findings.report({
      rule: 'seed',
      subject: `seed block of submission ${submissionId}`,
      expected: `block ${seedBlock}`,
      actual: 'not there',
    });
    return;
  }
  try {
    encodeBlockHeader(block);
  } catch (error) {
    if (!(error instanceof BlockHeaderMismatchError)) throw error;
    findings.report({
      rule: 'seed',
      subject: `header of block ${seedBlock}`,
      expected: `fields that hash to ${block.hash}`,
      actual: 'other ones',
    });
  }
  submission.seed = submissionSeed({
    prevRandao: block.mixHash,
    chainId: facts.chainId,
    modelSubmission: facts.contracts.modelSubmission,
    submissionId,
  });
  findings.expectEqual({
    rule: 'seed',
    subject: `seed of submission ${submissionId}`,
    expected: submission.seed,
    actual,
  });
}
