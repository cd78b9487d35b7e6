/**
 * How fast the indexer is by the side of Ponder's: both index the same contracts' history from the same chain into empty
 * databases of the same Postgres server, in turns. `--events N` makes the history shorter, `--runs N` the measurement.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startChain } from '#devnet/chain.ts';
import { type PostgresServer, removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import { reportSuite } from '../report.ts';
import { type History, type HistoryPlan, makeHistory } from './history.ts';
import { type IndexerRun, PONDER_SCHEMA, installPonder, runOwnIndexer, runPonder } from './run-indexers.ts';
import { summarise } from './summary.ts';

const EVENTS = 50_000;
const RUNS = 3;
/** Shares of the events: about every sixth is a commitment, every twelfth a reveal, every hundredth of a verdict. */
const EVENTS_PER_TASK = 1_000;
const SUBMISSIONS_PER_TASK = 160;
const VERDICTS_PER_TASK = 3;
/** Nobody asks for old states here. */
const KEPT_STATES = 8;

const { values } = parseArgs({ options: { events: { type: 'string' }, runs: { type: 'string' } } });
const events = Number(values.events ?? EVENTS);
const runs = Number(values.runs ?? RUNS);
const plan: HistoryPlan = {
  events,
  tasks: Math.ceil(events / EVENTS_PER_TASK),
  submissionsPerTask: SUBMISSIONS_PER_TASK,
  verdictsPerTask: VERDICTS_PER_TASK,
};

const INDEXERS: Record<'ours' | 'ponder', { run: IndexerRun; schema: string }> = {
  ours: { run: runOwnIndexer, schema: 'public' },
  ponder: { run: runPonder, schema: PONDER_SCHEMA },
};

type IndexerName = keyof typeof INDEXERS;

/** Indexes the history into a new database. @returns Events a second. */
async function measure(parameters: {
  name: IndexerName;
  turn: number;
  rpcUrl: string;
  postgres: PostgresServer;
  history: History;
}): Promise<{ rate: number; summary: string }> {
  const { name, turn, rpcUrl, postgres, history } = parameters;
  const { run, schema } = INDEXERS[name];
  const databaseUrl = await postgres.createDatabaseFor(`${name}_${turn}`);
  const { seconds } = await run({ rpcUrl, databaseUrl, history });
  const rate = history.events / seconds;
  console.log(`${name}: ${seconds.toFixed(2)} s, ${rate.toFixed(0)} events a second`);
  return { rate, summary: await summarise({ url: databaseUrl, schema }) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

await installPonder();
const folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-bench-'));
const postgres = await startPostgres({ dataDirectory: path.join(folder, 'postgres'), durable: true });
const chain = await startChain({ keptStates: KEPT_STATES });
try {
  const { rpcUrl } = chain;
  const history = await makeHistory({ rpcUrl, plan, log: (line) => console.log(line) });
  const rates: Record<IndexerName, number[]> = { ours: [], ponder: [] };
  const summaries = new Set<string>();
  for (let turn = 0; turn < runs; turn += 1) {
    // Who is second finds the chain's memory warm.
    const order: IndexerName[] = turn % 2 === 0 ? ['ours', 'ponder'] : ['ponder', 'ours'];
    for (const name of order) {
      const { rate, summary } = await measure({ name, turn, rpcUrl, postgres, history });
      rates[name].push(rate);
      summaries.add(summary);
    }
  }
  if (summaries.size !== 1) {
    throw new Error(`The indexers do not agree about the history:\n${[...summaries].join('\n')}`);
  }
  await reportSuite({
    suite: 'index',
    isRecorded: Object.keys(values).length === 0,
    rows: [
      {
        name: 'index.ratio-ponder',
        value: median(rates.ours) / median(rates.ponder),
        unit: 'ratio',
        target: 1,
        better: 'higher',
      },
      {
        name: 'index.events-per-second',
        value: median(rates.ours),
        unit: 'per second',
        target: 1_000,
        better: 'higher',
      },
    ],
  });
} finally {
  await chain.stop();
  await postgres.stop();
  await removePostgresFiles(path.join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}
