import type { Hex } from 'viem';
import { listClaimsOf } from '#database/operator/claims.ts';
import { findEvaluation } from '#database/operator/evaluations.ts';
import { saveEvidence } from '#database/operator/evidence.ts';
import { readOperatorKeys } from '#database/operator/operator-keys.ts';
import { findStandingVerdict, listSettledSince } from '#database/operator/settled.ts';
import { keepSignedVerdict, listSignedVerdicts } from '#database/operator/signed-verdicts.ts';
import { listUnexplained } from '#database/operator/unexplained-signatures.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { isEvaluated } from '#sdk/slashing/evidence.ts';
import { messageScope } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import { verifyBls } from '../keys/bls.ts';
import { findContradictingClaims, findEquivocations } from './find-offences.ts';

/** Finds offences in what operators said about submissions that are settled. */
export type OffenceWatch = {
  /** Looks at what was settled lately; at first at everything. */
  look(parameters: { head: bigint }): Promise<void>;
};

/** Blocks in which a submission is looked at again after its verdict: messages that came just before may be late. */
const LOOKED_AT_AGAIN_BLOCKS = 8n;
/** Blocks that are looked back on at each head; a reorganisation starts from the beginning. */
const LOOKED_BACK_BLOCKS = 64n;

/**
 * Makes a watch. Evidence is made up only when a submission is settled: before, it would tell the verdict. What was
 * looked at is remembered by this process alone; after a restart everything is looked at again, which finds the same.
 */
export function createOffenceWatch(context: NodeContext): OffenceWatch {
  /** By submission: the transaction that settled it. */
  const seen = new Map<bigint, Hex>();
  let lastHead: bigint | undefined;

  return {
    look: async ({ head }) => {
      const isReorganised = lastHead !== undefined && head < lastHead;
      if (isReorganised) seen.clear();
      const block = lastHead === undefined || isReorganised ? 0n : lastHead - LOOKED_BACK_BLOCKS;
      for (const { submissionId, settledBlock, settleTransaction } of await listSettledSince(
        context.database,
        { block },
      )) {
        const isOld = settledBlock + LOOKED_AT_AGAIN_BLOCKS < head;
        if (isOld && seen.get(submissionId) === settleTransaction) continue;
        await lookAt(context, { submissionId, head });
        seen.set(submissionId, settleTransaction);
      }
      lastHead = head;
    },
  };
}

async function lookAt(
  context: NodeContext,
  { submissionId, head }: { submissionId: bigint; head: bigint },
): Promise<void> {
  const { client, database, log } = context;
  const standing = await findStandingVerdict(database, { submissionId });
  const claims = await listClaimsOf(database, { submissionId });
  if (standing) await explainSignatures(context, standing);
  const signed = await listSignedVerdicts(database, { submissionId });
  const keys = await readOperatorKeys(database, [...new Set(signed.map(({ operator }) => operator))]);
  const offences = [
    ...(standing
      ? findContradictingClaims({
          claims,
          verdict: standing.verdict,
          scope: messageScope(client, standing.taskDefinitionId),
        })
      : []),
    ...findEquivocations({ signed, keyOf: (operator) => keys.get(operator) }),
  ];
  for (const { offenceId, offence, operator, data } of offences) {
    const evidence = { offenceId, offence, operator, submissionId, data, foundBlock: head };
    if (await saveEvidence(database, evidence)) {
      log.warn({ submissionId, offence, operator, offenceId }, 'offence found');
    }
  }
}

/** Where another verdict stands than this node computed, signatures that it could not explain may be under that one. */
async function explainSignatures(
  { database }: NodeContext,
  standing: { verdict: Verdict; verdictHash: Hex; taskDefinitionId: number },
): Promise<void> {
  const { verdict, verdictHash, taskDefinitionId } = standing;
  if (!isEvaluated(verdict)) return;
  const own = await findEvaluation(database, verdict);
  if (own?.computed?.verdictHash === verdictHash) return;
  const unexplained = await listUnexplained(database, verdict);
  const keys = await readOperatorKeys(
    database,
    unexplained.map(({ operator }) => operator),
  );
  for (const { operator, signature } of unexplained) {
    const key = keys.get(operator);
    if (!key || !verifyBls({ key, message: verdictHash, signature })) continue;
    await keepSignedVerdict(database, { operator, verdict, verdictHash, taskDefinitionId, signature });
  }
}
