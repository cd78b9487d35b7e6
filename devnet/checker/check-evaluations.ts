import type { EvaluationInput, EvaluationResult } from '#evaluation/runtime/evaluate.ts';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { UNAVAILABLE_TRACE_DIGEST } from '#protocol/verdict/messages.ts';
import { NOTHING_MEASURED } from '#protocol/verdict/unmeasured.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { type Measured, toMeasured } from '#sdk/replay/measured.ts';
import { readEvaluationInput } from '#sdk/replay/read-evaluation-input.ts';
import type { Facts } from './facts.ts';
import type { Findings } from './finding.ts';
import { isBaseline } from './ledger/baseline.ts';
import type { Market, ModelSubmission, ModelTask } from './ledger/market.ts';

export type Evaluate = (input: EvaluationInput) => Promise<EvaluationResult>;

/**
 * Evaluates every settled submission anew, from content that is fetched by its CID, and compares outcome, wins, sums
 * and trace digest with the verdict on the chain. That content was unavailable at the time cannot be replayed.
 *
 * @returns How many were evaluated.
 */
export async function checkEvaluations(parameters: {
  facts: Facts;
  findings: Findings;
  market: Market;
  evaluate: Evaluate;
}): Promise<number> {
  const { facts, findings, market, evaluate } = parameters;
  let evaluated = 0;
  for (const submission of market.submissions.values()) {
    const { verdict, submissionId } = submission;
    const task = market.tasks.get(submission.taskId);
    if (verdict === undefined || task === undefined) continue;
    const subject = `submission ${submissionId}`;
    if (verdict.outcome === 'Unavailable') {
      compare(findings, subject, verdict, {
        outcome: 'Unavailable',
        ...NOTHING_MEASURED,
        traceDigest: UNAVAILABLE_TRACE_DIGEST,
      });
      continue;
    }
    try {
      const input = await readInput({ facts, market, task, submission, verdict });
      compare(findings, subject, verdict, toMeasured(await evaluate(input)));
      evaluated += 1;
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      findings.report({
        rule: 'content',
        subject,
        expected: 'content that can be fetched and evaluated',
        actual: error.shortMessage,
      });
    }
  }
  return evaluated;
}

async function readInput(parameters: {
  facts: Facts;
  market: Market;
  task: ModelTask;
  submission: ModelSubmission;
  verdict: Verdict;
}): Promise<EvaluationInput> {
  const { facts, market, task, submission, verdict } = parameters;
  const { terms, definition } = task;
  const champion: ContentPointer = market.submissions.get(verdict.championId)?.parameters ?? terms.parameters;
  const content = await readEvaluationInput({
    architecture: terms.architecture,
    evaluation: terms.evaluation,
    championParameters: champion,
    challengerParameters: isBaseline(submission) ? undefined : submission.parameters,
    terms,
    definition,
    read: facts.readContent,
  });
  return {
    ...content,
    terms,
    // The seed from the header, not the one that the verdict names.
    seed: submission.seed ?? verdict.seed,
    budget: definition.budget,
  };
}

const COMPARED = [
  ['outcome', 'outcome'],
  ['wins', 'wins'],
  ['championDecidingSum', 'champion’s deciding sum'],
  ['challengerDecidingSum', 'challenger’s deciding sum'],
  ['championPricingSum', 'champion’s pricing sum'],
  ['challengerPricingSum', 'challenger’s pricing sum'],
  ['traceDigest', 'trace digest'],
] as const satisfies readonly (readonly [keyof Measured, string])[];

function compare(findings: Findings, subject: string, verdict: Verdict, measured: Measured): void {
  for (const [field, name] of COMPARED) {
    findings.expectEqual({
      rule: 'evaluation',
      subject: `${name} of ${subject}, evaluated anew`,
      expected: measured[field],
      actual: verdict[field],
    });
  }
}
