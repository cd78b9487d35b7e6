import { createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import type { PostgresServer } from '#devnet/postgres.ts';
import { type WebApp, startWebApp } from '../../test/e2e/web-app.ts';
import { fillLargeMarket } from '../../test/fixtures/large-market.ts';
import type { BenchmarkRow } from '../report.ts';

const SMALL_TASKS = 10;
const LARGE_TASKS = 10_000;
const SUBMISSIONS_PER_TASK = 20;
const WARM_UPS = 40;
const REQUESTS = 200;
const QUANTILE = 0.95;
const TARGET_RATIO = 2;

/** A page, by the number of the request and of the tasks there are. */
const PAGES: Record<string, (request: number, taskCount: number) => string> = {
  marketplace: () => '/',
  // Another task each time: no cache of one page's data helps.
  task: (request, taskCount) => `/tasks/${1 + ((request * 7_919) % taskCount)}`,
};

/** The 95th percentile of the time to a page's last byte: with 10,000 tasks and 200,000 submissions ÷ with 10 and 200. */
export async function measureGrowth(postgres: PostgresServer): Promise<BenchmarkRow[]> {
  const markets = [
    await startMarket(postgres, { name: 'small', taskCount: SMALL_TASKS }),
    await startMarket(postgres, { name: 'large', taskCount: LARGE_TASKS }),
  ] as const;
  try {
    const rows: BenchmarkRow[] = [];
    for (const [page, placeOf] of Object.entries(PAGES)) {
      // In turns, so that both meet the same machine.
      const times = markets.map((): number[] => []);
      for (let request = 0; request < WARM_UPS + REQUESTS; request += 1) {
        for (const [index, { app, taskCount }] of markets.entries()) {
          const milliseconds = await timeOf(`${app.url}${placeOf(request, taskCount)}`);
          if (request >= WARM_UPS) times[index]?.push(milliseconds);
        }
      }
      const [small = Number.NaN, large = Number.NaN] = times.map(quantile);
      console.log(
        `${page}: p95 ${small.toFixed(1)} ms with ${SMALL_TASKS} tasks, ${large.toFixed(1)} ms with ${LARGE_TASKS}`,
      );
      rows.push({
        name: `web.p95-ratio.${page}`,
        value: large / small,
        unit: 'ratio',
        target: TARGET_RATIO,
        better: 'lower',
      });
    }
    return rows;
  } finally {
    for (const { app } of markets) await app.stop();
  }
}

async function startMarket(
  postgres: PostgresServer,
  { name, taskCount }: { name: string; taskCount: number },
): Promise<{ app: WebApp; taskCount: number }> {
  const url = await postgres.createDatabaseFor(name);
  await applyMigrations({ url });
  const database = createDatabase({ url });
  const now = Math.floor(Date.now() / 1000);
  const startedMs = performance.now();
  await fillLargeMarket(database, { taskCount, submissionsPerTask: SUBMISSIONS_PER_TASK, now });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(
    `${taskCount} tasks and ${taskCount * SUBMISSIONS_PER_TASK} submissions written in ${seconds} s`,
  );
  await database.close();
  return { app: await startWebApp({ DATABASE_URL: url }), taskCount };
}

async function timeOf(url: string): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  await response.arrayBuffer();
  return performance.now() - startedMs;
}

/** The least value that the quantile of the values does not exceed. */
function quantile(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(QUANTILE * sorted.length) - 1] ?? Number.NaN;
}
