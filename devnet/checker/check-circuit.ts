import { createEvaluator } from '#evaluation/node/evaluator.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { fetchContent } from '#sdk/content/fetch-content.ts';
import { type Evaluate, checkEvaluations } from './check-evaluations.ts';
import { checkState } from './check-state.ts';
import { decodeEvents } from './events.ts';
import type { Facts } from './facts.ts';
import { type Finding, createFindings } from './finding.ts';
import { readFacts } from './read-facts.ts';
import { replayLogs } from './replay-logs.ts';

export type CheckReport = {
  /** Empty: the checker agrees with everything. */
  findings: readonly Finding[];
  /** How much was looked at. */
  checked: { transactions: number; tasks: number; submissions: number; evaluations: number };
};

export type CheckCircuitParameters = {
  rpcUrl: string;
  deployment: Deployment;
  /** The first block that can hold a log of the contracts. @default the deployment’s */
  startBlock?: number | undefined;
} & (
  | {
      /** Base URLs of gateways; none is trusted. */
      gateways: readonly string[];
    }
  | { readContent: Facts['readContent'] }
);

/**
 * Judges a whole circuit by the chain’s raw logs and the stored content alone: replays every evaluation and recomputes
 * every seed, signature, champion, payment, fee and balance. Nothing that an operator computed is believed.
 *
 * @example
 * const { findings } = await checkCircuit({ rpcUrl, deployment, gateways });
 * for (const finding of findings) console.error(String(finding));
 */
export async function checkCircuit(parameters: CheckCircuitParameters): Promise<CheckReport> {
  const readContent =
    'readContent' in parameters ? parameters.readContent : readFromGateways(parameters.gateways);
  const facts = await readFacts({ ...parameters, readContent });
  const evaluator = await createEvaluator();
  try {
    return await checkFacts({ facts, evaluate: (input) => evaluator.evaluate(input) });
  } finally {
    await evaluator.close();
  }
}

/** Judges given facts; see `checkCircuit`. */
export async function checkFacts(parameters: { facts: Facts; evaluate: Evaluate }): Promise<CheckReport> {
  const { facts, evaluate } = parameters;
  const findings = createFindings();
  const transactions = decodeEvents(facts);
  const replay = await replayLogs({ facts, findings, transactions });
  const { market } = replay;
  const evaluations = await checkEvaluations({ facts, findings, market, evaluate });
  checkState({ facts, findings, replay });
  return {
    findings: findings.list,
    checked: {
      transactions: transactions.length,
      tasks: market.tasks.size,
      submissions: market.submissions.size,
      evaluations,
    },
  };
}

function readFromGateways(gateways: readonly string[]): Facts['readContent'] {
  return (pointer, { maxBytes }) => fetchContent({ pointer, gateways, maxBytes });
}
