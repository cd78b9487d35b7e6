/** `npm run bench [-- suite …]`: runs every benchmark of the suites, or of all; each writes `bench/results/<suite>.json`. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const suites = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'results')
  .map(({ name }) => name);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((suite) => !suites.includes(suite));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. The suites are ${suites.join(', ')}.`);
  process.exit(1);
}

for (const suite of wanted.length > 0 ? wanted : suites) {
  for (const file of readdirSync(path.join(folder, suite)).filter((name) => name.endsWith('.bench.ts'))) {
    console.log(`\n${suite}/${file}`);
    const { status, error } = spawnSync(process.execPath, [path.join(folder, suite, file)], {
      stdio: 'inherit',
    });
    if (error) console.error(error.message);
    if (status !== 0) process.exitCode = 1;
  }
}
