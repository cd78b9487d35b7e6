/** `npm run demo`: the x² circuit from nothing to payout, on temporary data and free ports. `--json` for programs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BaseError } from '#protocol/errors/base.ts';
import { checkCircuit } from '../checker/check-circuit.ts';
import { removePostgresFiles } from '../postgres.ts';
import { type LocalStack, startStack } from '../stack.ts';
import { runCircuit } from './circuit.ts';
import { createNarrator } from '../narrator.ts';
import { type DemoSummary, demoSummarySchema, describeSummary } from './summary.ts';

const TOKEN_SYMBOL = 'ZTT';
const OPERATORS = 4;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const narrator = createNarrator({ write: (line) => console.log(line) });
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

/** @returns Whether the checker agrees. */
async function main(): Promise<boolean> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'zarathustra-demo-'));
  let stack: LocalStack | undefined;
  try {
    narrator.heading('The local stack starts');
    stack = await startStack({ dataDirectory, operatorCount: OPERATORS, narrator, signal: stopping.signal });
    const circuit = await Promise.race([
      runCircuit({ stack, narrator }),
      stack.failed,
      interrupted(stopping.signal),
    ]);
    narrator.heading('An independent checker recomputes everything from logs and content');
    const summary = await check(stack, circuit);
    if (values.json) console.log(JSON.stringify(summary));
    else tell(summary);
    return summary.checker.agrees;
  } finally {
    await stack?.stop();
    await removePostgresFiles(path.join(dataDirectory, 'postgres'));
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function check(stack: LocalStack, circuit: Omit<DemoSummary, 'checker'>): Promise<DemoSummary> {
  const { findings } = await narrator.step(
    'evaluations replayed, signatures and balances recomputed',
    async () => {
      const report = await checkCircuit({
        rpcUrl: stack.rpcUrl,
        deployment: stack.deployment,
        gateways: stack.operators.map(({ endpoint }) => endpoint),
      });
      return { value: report };
    },
  );
  return demoSummarySchema.parse({
    ...circuit,
    checker: { agrees: findings.length === 0, findings: findings.map(String) },
  });
}

function tell(summary: DemoSummary): void {
  narrator.heading('Summary');
  for (const line of describeSummary(summary, TOKEN_SYMBOL)) narrator.say(line);
  narrator.say('');
  narrator.say(
    summary.checker.agrees
      ? '  The checker agrees with every verdict, payment and balance.'
      : `  The checker disagrees:\n${summary.checker.findings.map((finding) => `  - ${finding}`).join('\n')}`,
  );
}

class DemoInterruptedError extends BaseError {
  override name = 'DemoInterruptedError';
  constructor() {
    super('The demo was interrupted.', {
      metaMessages: ['Everything that it started was stopped and removed.'],
    });
  }
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new DemoInterruptedError());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof BaseError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
