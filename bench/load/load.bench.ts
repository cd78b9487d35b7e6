/**
 * A marketplace under load: four operators as processes of their own on this machine, one-second blocks, everything that
 * is submitted is settled. `--submissions N`, `--tasks N` and `--wide-submissions N` make it smaller.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createNarrator } from '#devnet/narrator.ts';
import { removePostgresFiles } from '#devnet/postgres.ts';
import { type LocalStack, startStack } from '#devnet/stack.ts';
import { quantile } from '../quantile.ts';
import { reportSuite } from '../report.ts';
import { type LoadResult, applyLoad } from './apply-load.ts';
import { TICKS_PER_SECOND } from './cpu-time.ts';
import { TASK_KINDS } from './task-kinds.ts';

const OPERATORS = 4;
const SUBMISSIONS = 200;
const TASKS = 10;
const WIDE_SUBMISSIONS = 40;
const WIDE_TASKS = 4;
const SECONDS_PER_MINUTE = 60;

const { values } = parseArgs({
  options: {
    submissions: { type: 'string' },
    tasks: { type: 'string' },
    /** To the tasks of mlp784. */
    'wide-submissions': { type: 'string' },
  },
});
const submissions = Number(values.submissions ?? SUBMISSIONS);
const tasks = Number(values.tasks ?? TASKS);
const wideSubmissions = Number(values['wide-submissions'] ?? WIDE_SUBMISSIONS);
const isWhole = Object.keys(values).length === 0;

function evaluationShare({ ticks }: LoadResult): number {
  return ticks.evaluators / (ticks.own + ticks.evaluators);
}

function tell(name: string, result: LoadResult): void {
  const { own, evaluators } = result.ticks;
  const inSeconds = (ticks: number) => (ticks / TICKS_PER_SECOND).toFixed(1);
  console.log(
    `${name}: ${result.verdictBlocks.length} verdicts in ${result.seconds.toFixed(0)} s; CPU time of the nodes ` +
      `${inSeconds(own)} s, of their evaluators ${inSeconds(evaluators)} s (${evaluationShare(result).toFixed(3)})`,
  );
}

const dataDirectory = await mkdtemp(path.join(tmpdir(), 'zarathustra-bench-'));
let stack: LocalStack | undefined;
try {
  const log = (line: string) => console.log(line);
  stack = await startStack({
    dataDirectory,
    operatorCount: OPERATORS,
    narrator: createNarrator({ write: log }),
  });
  const wide = await applyLoad(
    stack,
    { kind: TASK_KINDS.mlp784, tasks: Math.min(WIDE_TASKS, wideSubmissions), submissions: wideSubmissions },
    log,
  );
  tell('mlp784', wide);
  const many = await applyLoad(stack, { kind: TASK_KINDS.xSquared, tasks, submissions }, log);
  tell('x-squared', many);
  await reportSuite({
    suite: 'load',
    isRecorded: isWhole,
    rows: [
      {
        name: 'load.submissions-per-minute',
        value: many.verdictBlocks.length / (many.seconds / SECONDS_PER_MINUTE),
        unit: 'per minute',
        target: 20,
        better: 'higher',
      },
      {
        name: 'load.evaluation-share',
        value: evaluationShare(wide),
        unit: 'ratio',
        target: 0.7,
        better: 'higher',
      },
      {
        name: 'load.verdict-blocks.p50',
        value: quantile(many.verdictBlocks, 0.5),
        unit: 'blocks',
        target: 300,
        better: 'lower',
      },
      {
        name: 'load.verdict-blocks.p95',
        value: quantile(many.verdictBlocks, 0.95),
        unit: 'blocks',
        target: 600,
        better: 'lower',
      },
    ],
  });
} finally {
  await stack?.stop();
  await removePostgresFiles(path.join(dataDirectory, 'postgres'));
  await rm(dataDirectory, { recursive: true, force: true });
}
