/**
 * `npm run bench [-- suite …] [--option value …]`: runs every benchmark of the suites, or of all, with the options; each
 * writes `bench/results/<suite>.json`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const suites = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'results')
  .map(({ name }) => name);
const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('--'));
const wanted = firstOption < 0 ? given : given.slice(0, firstOption);
const options = firstOption < 0 ? [] : given.slice(firstOption);
const unknown = wanted.filter((suite) => !suites.includes(suite));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. The suites are ${suites.join(', ')}.`);
  process.exit(1);
}

for (const suite of wanted.length > 0 ? wanted : suites) {
  for (const file of readdirSync(path.join(folder, suite)).filter((name) => name.endsWith('.bench.ts'))) {
    console.log(`\n${suite}/${file}`);
    const { status, error } = spawnSync(process.execPath, [path.join(folder, suite, file), ...options], {
      stdio: 'inherit',
    });
    if (error) console.error(error.message);
    if (status !== 0) process.exitCode = 1;
  }
}
