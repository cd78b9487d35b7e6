import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { hasSecondNode, provideSecondNode } from './provide-second-node.ts';

const reportSchema = z.object({ node: z.string(), v8: z.string(), checked: z.array(z.string()) });

/** Includes its installation, once. */
const TIMEOUT_MS = 300_000;

test.skipIf(!hasSecondNode)(
  'another major version of Node computes the golden values of all examples',
  { timeout: TIMEOUT_MS },
  () => {
    const program = path.join(import.meta.dirname, 'golden-process.ts');
    const { status, stdout, stderr } = spawnSync(provideSecondNode(), [program], {
      encoding: 'utf8',
      env: { NODE_ENV: 'production' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { node, v8, checked } = reportSchema.parse(JSON.parse(stdout));
    expect(majorOf(node)).not.toBe(majorOf(process.versions.node));
    expect(v8).not.toBe(process.versions.v8);
    expect(checked).toEqual(EXAMPLE_NAMES);
  },
);

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}
