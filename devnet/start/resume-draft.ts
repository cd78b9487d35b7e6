import type { WriteClient } from '#sdk/client.ts';
import type { SubmissionDraft } from '#sdk/flows/draft.ts';

/**
 * A draft to go on with after a kill. A local chain that was killed may have lost its last blocks, and with them what
 * the draft believes done; from its first step on, the flow looks on the chain for everything that is done.
 */
export async function resumeDraft(client: WriteClient, draft: SubmissionDraft): Promise<SubmissionDraft> {
  const { submissionId: _submissionId, ...rest } = draft;
  const head = Number(await client.publicClient.getBlockNumber());
  return { ...rest, step: 'packed', createdBlock: Math.min(draft.createdBlock, head) };
}
