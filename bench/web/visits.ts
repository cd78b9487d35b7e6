import { createDatabase } from '#database/client.ts';
import { applyMigrations } from '#database/migrate.ts';
import type { PostgresServer } from '#devnet/postgres.ts';
import { measureFirstLoad } from '../../test/e2e/first-load.ts';
import { startWebApp } from '../../test/e2e/web-app.ts';
import { startWebSurroundings } from '../../test/e2e/web-surroundings.ts';
import { addReports, createShowcase, describeShowcase, indexShowcase } from '../../test/fixtures/showcase.ts';
import type { BenchmarkRow } from '../report.ts';
import { CATEGORIES, type Visit, installLighthouse, visitOnPhone } from './lighthouse.ts';

const PAGES = {
  marketplace: '/',
  task: '/tasks/1',
  submission: '/tasks/1/submissions/13',
} as const;

const VISITS = 5;
const TARGETS = { performance: 90, accessibility: 95, 'best-practices': 95 } as const;
const FIRST_LOAD_KIB = 200;

/** What Lighthouse says of the pages that people come to, on a phone; the median of five visits each. */
export async function measureVisits(postgres: PostgresServer): Promise<BenchmarkRow[]> {
  await installLighthouse();
  const surroundings = await startWebSurroundings();
  const url = await postgres.createDatabaseFor('showcase');
  await applyMigrations({ url });
  const database = createDatabase({ url });
  const showcase = await createShowcase({
    token: surroundings.token,
    gatewayUrl: surroundings.gatewayUrl,
    endTimestamp: Math.floor(Date.now() / 1000),
  });
  await surroundings.hold(showcase.contents);
  await indexShowcase(database, showcase);
  await describeShowcase(database, showcase);
  await addReports(database);
  await database.close();
  // With the contracts named, as people run it: the page offers the wallet.
  const { rpcUrl, deploymentFile } = surroundings;
  const app = await startWebApp({ DATABASE_URL: url, RPC_URL: rpcUrl, DEPLOYMENT: deploymentFile });
  try {
    const rows: BenchmarkRow[] = [];
    const shifts: number[] = [];
    for (const [page, place] of Object.entries(PAGES)) {
      const visits: Visit[] = [];
      for (let visit = 0; visit < VISITS; visit += 1) visits.push(await visitOnPhone(`${app.url}${place}`));
      for (const category of CATEGORIES) {
        rows.push({
          name: `web.lighthouse.${page}.${category}`,
          value: median(visits.map(({ scores }) => scores[category])),
          unit: 'points',
          target: TARGETS[category],
          better: 'higher',
        });
      }
      shifts.push(median(visits.map(({ layoutShift }) => layoutShift)));
      for (const complaint of new Set(visits.flatMap(({ complaints }) => complaints)))
        console.log(`${page}: ${complaint}`);
    }
    const { bytes } = await measureFirstLoad(app.url);
    rows.push(
      {
        name: 'web.first-load-kib',
        value: bytes / 1024,
        unit: 'KiB',
        target: FIRST_LOAD_KIB,
        better: 'lower',
      },
      { name: 'web.layout-shift', value: Math.max(...shifts), unit: 'CLS', target: 0, better: 'lower' },
    );
    return rows;
  } finally {
    await app.stop();
    await surroundings.stop();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
