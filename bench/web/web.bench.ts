/**
 * The web app as people meet it: a production build on one index after the other. How much longer it takes to answer when
 * the index is a thousand times as large, what Lighthouse says of it on a phone, and what the first visit loads.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removePostgresFiles, startPostgres } from '#devnet/postgres.ts';
import buildWebApp from '../../test/e2e/build.ts';
import { reportSuite } from '../report.ts';
import { measureGrowth } from './growth.ts';
import { measureVisits } from './visits.ts';

const directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-bench-web-'));
const dataDirectory = path.join(directory, 'postgres');
try {
  await buildWebApp();
  const postgres = await startPostgres({ dataDirectory, durable: false });
  try {
    const rows = [...(await measureGrowth(postgres)), ...(await measureVisits(postgres))];
    await reportSuite({ suite: 'web', rows });
  } finally {
    await postgres.stop();
  }
} finally {
  await removePostgresFiles(dataDirectory);
  await rm(directory, { recursive: true, force: true });
}
