import { concat, numberToHex } from 'viem';
import { proofOfTask, verdictHash } from '../verdict/messages.ts';
import { SCORE_ONE } from '../verdict/scores.ts';
import { toSubmissionId } from '../verdict/submission-id.ts';
import { unavailableVerdict } from '../verdict/unmeasured.ts';
import { createVectorSource } from '../verdict/vector-source.ts';
import { toAbiVerdict } from '../verdict/verdict.ts';
import { encodeContradictingClaim, encodeEquivocation } from './evidence.ts';
import { offenceId } from './offence.ts';

/** The evidence that the contracts and TypeScript must encode alike; points and signatures are any words. */
export function generateOffenceVectors() {
  const source = createVectorSource('offences');
  const evaluated = ['Baseline', 'Improved', 'NotImproved', 'Invalid'] as const;
  const g1 = () => ({ x_a: source.word(), x_b: source.word(), y_a: source.word(), y_b: source.word() });
  const g2 = () => ({
    x_c0_a: source.word(),
    x_c0_b: source.word(),
    x_c1_a: source.word(),
    x_c1_b: source.word(),
    y_c0_a: source.word(),
    y_c0_b: source.word(),
    y_c1_a: source.word(),
    y_c1_b: source.word(),
  });
  return evaluated.map((outcome, index) => {
    const scope = {
      chainId: index === 0 ? 1 : 31_337 + index,
      attestationCenter: source.address(),
      taskDefinitionId: 1 + index,
    };
    const evaluation = {
      submissionId: toSubmissionId({ taskId: 1 + index, index }),
      seed: source.word(),
      championId: toSubmissionId({ taskId: 1 + index, index: 0 }),
    };
    const verdict = () => ({
      ...evaluation,
      outcome,
      wins: index * 3,
      championDecidingSum: source.below(64n * SCORE_ONE),
      challengerDecidingSum: source.below(64n * SCORE_ONE),
      championPricingSum: source.below(64n * SCORE_ONE),
      challengerPricingSum: source.below(64n * SCORE_ONE),
      traceDigest: source.word(),
    });
    const { taskDefinitionId } = scope;
    const [first, second] = [verdict(), verdict()];
    const equivocation = {
      key: g1(),
      taskDefinitionId,
      first,
      firstSignature: g2(),
      second,
      secondSignature: g2(),
    };
    const performer = source.address();
    const unavailableHash = verdictHash({ ...scope, verdict: unavailableVerdict(evaluation) });
    const claim = {
      performer,
      attempt: index,
      proofOfTask: source.word(),
      signature: concat([source.word(), source.word(), numberToHex(27 + (index % 2), { size: 1 })]),
      verdict: first,
    };
    return {
      ...scope,
      performer,
      equivocation: { ...equivocation, first: toAbiVerdict(first), second: toAbiVerdict(second) },
      claim: { ...claim, verdict: toAbiVerdict(first) },
      expected: {
        equivocationCall: encodeEquivocation(equivocation),
        claimCall: encodeContradictingClaim(claim),
        equivocationId: offenceId({ ...evaluation, offence: 'Equivocation', operator: performer }),
        contradictingClaimId: offenceId({
          ...evaluation,
          offence: 'ContradictingClaim',
          operator: performer,
        }),
        unavailableProof: proofOfTask({ performer, verdictHash: unavailableHash }),
      },
    };
  });
}
