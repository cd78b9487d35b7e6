import { type VerdictTerms, isPassed, priceSums } from '#protocol/verdict/rules.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import type { Findings } from '../finding.ts';
import { isBaseline } from './baseline.ts';
import type { Market, ModelSubmission, ModelTask } from './market.ts';

/** Whether the signed numbers lead to the signed outcome. */
export function checkOutcome(
  findings: Findings,
  { terms, verdict }: { terms: VerdictTerms; verdict: Verdict },
): void {
  const subject = `outcome of submission ${verdict.submissionId} from its signed scores`;
  const expected = outcomesFor(terms, verdict);
  findings.expectThat(expected.includes(verdict.outcome), {
    rule: 'outcome',
    subject,
    expected: expected.join(' or '),
    actual: verdict.outcome,
  });
}

/** The outcomes that the signed numbers allow. Nothing was measured where all of them are zero. */
function outcomesFor(terms: VerdictTerms, verdict: Verdict): Verdict['outcome'][] {
  const { championDecidingSum, challengerDecidingSum, championPricingSum, challengerPricingSum, wins } =
    verdict;
  const measured = [
    championDecidingSum,
    challengerDecidingSum,
    championPricingSum,
    challengerPricingSum,
    BigInt(wins),
  ];
  const isEmpty = measured.every((value) => value === 0n);
  if (isBaseline(verdict)) return isEmpty ? ['Baseline', 'Invalid', 'Unavailable'] : ['Baseline'];
  const passed = isPassed({
    terms,
    wins,
    championSum: championDecidingSum,
    challengerSum: challengerDecidingSum,
  });
  const priced = priceSums({ terms, championSum: championPricingSum, challengerSum: challengerPricingSum });
  if (passed && priced.improved) return ['Improved'];
  return isEmpty ? ['NotImproved', 'Invalid', 'Unavailable'] : ['NotImproved'];
}

/** Whether the submission may be compared with the champion that the verdict names, and when. */
export function checkOrder(
  findings: Findings,
  parameters: { market: Market; task: ModelTask; submission: ModelSubmission; verdict: Verdict },
): void {
  const { market, task, submission, verdict } = parameters;
  const { submissionId, championId } = verdict;
  if (verdict.outcome === 'Improved') {
    findings.expectEqual({
      rule: 'champion',
      subject: `champion that submission ${submissionId} beat`,
      expected: task.championId,
      actual: championId,
    });
    findings.expectEqual({
      rule: 'order',
      subject: `head of task ${task.taskId} when submission ${submissionId} won`,
      expected: task.pending[0],
      actual: submissionId,
    });
  }
  if (verdict.outcome === 'NotImproved') {
    const later = market.submissions.get(championId);
    const stands =
      championId === submission.championAtReveal ||
      (championId > submission.championAtReveal &&
        later?.taskId === task.taskId &&
        later.status === 'Improved');
    findings.expectThat(stands, {
      rule: 'champion',
      subject: `champion that submission ${submissionId} was compared with`,
      expected: `${submission.championAtReveal} or a later one`,
      actual: String(championId),
    });
  }
}
