import { type Evidence, listHeldEvidence, markProven } from '#database/operator/evidence.ts';
import { isContractError } from '#sdk/errors/contract-reverted.ts';
import { getSlasher, isOffenceProven } from '#sdk/slashing/offence.ts';
import { type OperatorSet, findOperator } from '../chain/operator-set.ts';
import type { SigningContext } from '../context.ts';

/** Posts evidence to the slasher. */
export type EvidencePosting = {
  /** Posts what this operator's turn has come for. */
  run(parameters: { head: bigint }): Promise<void>;
};

/** What the slasher refused is tried again after so many blocks: a verdict may come to stand again, for example. */
const TRIED_AGAIN_BLOCKS = 16n;

/**
 * Makes the posting of evidence. The operators take turns from the block at which the evidence was found, so that not
 * all of them pay for the same report. That another was faster is noticed before anything is sent.
 */
export function createEvidencePosting(
  context: SigningContext,
  { aggregatorDelayBlocks }: { aggregatorDelayBlocks: number },
): EvidencePosting {
  /** By offence: the block up to which it rests. */
  const resting = new Map<string, bigint>();

  async function post(evidence: Evidence, head: bigint): Promise<void> {
    const { client, database, sender, log } = context;
    const { offenceId, offence, operator, submissionId, data } = evidence;
    const purpose = `slash ${offenceId}`;
    if (sender.isUnderWay(purpose)) return;
    if (await isOffenceProven(client, { offenceId })) return markProven(database, { offenceId });
    const sending = sender.send({
      to: await getSlasher(client),
      data,
      purpose,
      action: `report the offence of ${operator}`,
    });
    sending.then(
      () => log.warn({ submissionId, offence, operator, offenceId }, 'offence reported'),
      (error: unknown) => {
        if (isContractError(error, 'AlreadySlashed')) return;
        resting.set(offenceId, head + TRIED_AGAIN_BLOCKS);
        log.warn({ submissionId, offence, operator, offenceId, error }, 'offence not reported');
      },
    );
  }

  return {
    run: async ({ head }) => {
      const held = await listHeldEvidence(context.database);
      if (held.length === 0) return;
      const set = await context.views.operatorSet();
      for (const evidence of held) {
        const { offenceId, foundBlock } = evidence;
        const isResting = head < (resting.get(offenceId) ?? 0n);
        const turn = turnDelay(context, { set, evidence, aggregatorDelayBlocks });
        if (!isResting && head >= foundBlock + turn) await post(evidence, head);
      }
    },
  };
}

/** How many blocks this operator waits for those before it. */
function turnDelay(
  { account }: SigningContext,
  parameters: { set: OperatorSet; evidence: Evidence; aggregatorDelayBlocks: number },
): bigint {
  const { set, evidence, aggregatorDelayBlocks } = parameters;
  const count = BigInt(set.operators.length);
  const self = findOperator(set, account.address);
  const rank = self ? (BigInt(self.index) + count - (BigInt(evidence.offenceId) % count)) % count : count;
  return rank * BigInt(aggregatorDelayBlocks);
}
