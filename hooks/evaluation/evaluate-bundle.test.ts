import { zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEvaluator } from '#evaluation/node/evaluator.ts';
import { TEST_BUDGET } from '#evaluation/testing/inputs.ts';
import type { Evaluator } from '#evaluation/runtime/evaluator.ts';
import { readExampleContent } from '#examples/read-content.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { EXAMPLES } from '#examples/registry.ts';
import { BundleFileMissingError } from '#protocol/task/bundle.ts';
import { evaluateBundle } from './evaluate-bundle.ts';

let evaluator: Evaluator;
beforeAll(async () => {
  evaluator = await createEvaluator();
});
afterAll(() => evaluator.close());

test.for(['x-squared', 'digits', 'sine-forecast'] as const)(
  'the bundle of %s, with whatever data and graph it has, comes to the digest that operators sign',
  { timeout: 120_000 },
  async (name) => {
    const [files, { input }] = await Promise.all([readExampleBundle(name), readExampleContent(name)]);
    const { challengerParameters: _, ...baseline } = input;
    const terms = { ...EXAMPLES[name].terms, rounds: 2, requiredWins: 2 };
    const ofBundle = await evaluateBundle(evaluator, { files, terms, budget: TEST_BUDGET, seed: zeroHash });
    const ofOperators = await evaluator.evaluate({ ...baseline, terms, budget: TEST_BUDGET, seed: zeroHash });
    expect(ofBundle.outcome).toBe('Baseline');
    expect(ofBundle.traceDigest).toBe(ofOperators.traceDigest);
  },
);

test('a file that is missing is named before anything runs', async () => {
  const files = await readExampleBundle('x-squared');
  await expect(
    evaluateBundle(evaluator, {
      files: files.filter(({ path }) => path !== 'evaluation.js'),
      terms: EXAMPLES['x-squared'].terms,
      budget: TEST_BUDGET,
    }),
  ).rejects.toThrow(BundleFileMissingError);
});
