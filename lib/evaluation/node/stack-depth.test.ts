import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { RECURSIONS } from '../testing/recursions.ts';

const PROCESS_FILE = fileURLToPath(new URL('../testing/recursion-process.ts', import.meta.url));

/** Half of the smallest stack of a host: Chromium gives its workers 500 kB. */
const STACK_KIB = 244;

test('no recursion fills half of the smallest host’s stack, with the largest frames that V8 makes', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--stack-size=${STACK_KIB}`,
    '--liftoff-only',
    PROCESS_FILE,
  ]);
  const ends = z.record(z.string(), z.string()).parse(JSON.parse(stdout));
  expect(Object.keys(ends)).toEqual(RECURSIONS.map(([name]) => name));
  for (const [name, end] of Object.entries(ends)) {
    const expected = EXPECTED.get(name) ?? 'stackBytes';
    expect(`${name}: ${end}`).toContain(`${name}: ${expected}`);
  }
});

/** What ends in another limit than that of depth, before it gets there. */
const EXPECTED = new Map([['a chain of bound functions', 'memoryBytes']]);
