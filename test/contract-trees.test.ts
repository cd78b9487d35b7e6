import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CONTRACTS = fileURLToPath(new URL('../contracts/', import.meta.url));
const TESTS = `${CONTRACTS}test/`;

/** The names of all tests of the contracts. */
async function testNames(): Promise<Set<string>> {
  const files = (await readdir(TESTS)).filter((file) => file.endsWith('.t.sol'));
  const sources = await Promise.all(files.map((file) => readFile(TESTS + file, 'utf8')));
  return new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/function ((?:test|invariant)_\w+)\(/g)].map(([, name]) => name ?? ''),
    ),
  );
}

const trees = (await readdir(`${TESTS}trees`)).filter((file) => file.endsWith('.tree'));

test.each(trees)('each branch of %s is a test', async (file) => {
  const names = await testNames();
  const tree = await readFile(`${TESTS}trees/${file}`, 'utf8');
  const branches = [...tree.matchAll(/ · (\S+)$/gm)].map(([, name]) => name ?? '');
  expect(branches.length).toBeGreaterThan(0);
  expect(branches.filter((name) => !names.has(name))).toEqual([]);
  expect(new Set(branches).size).toBe(branches.length);
});

test('each contract has a tree', async () => {
  const contracts = (await readdir(CONTRACTS)).filter((file) => file.endsWith('.sol'));
  const missing = contracts.filter((file) => !trees.includes(file.replace('.sol', '.tree')));
  expect(missing).toEqual([]);
});
