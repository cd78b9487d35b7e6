/**
 * What an evaluation costs: beyond its model, in isolation, and in parallel. Ratios of what is measured in one run, since
 * machines differ.
 *
 *     node bench/evaluation/evaluation.bench.ts
 */
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { createEngine } from '#evaluation/runtime/engine.ts';
import { reportSuite } from '../report.ts';
import { CASES } from './cases.ts';
import { measureResidentMib, measureWarmStart } from './isolation.ts';
import { measureOverhead } from './overhead.ts';
import { measureParallelEfficiency } from './parallel.ts';

const binaries = await readEngineParts();
const engine = await createEngine(binaries);
const host = { engine, binary: binaries.onnxRuntime };
const ratio = { unit: 'ratio', better: 'lower' } as const;

await reportSuite({
  suite: 'evaluation',
  rows: [
    {
      ...ratio,
      name: 'evaluation.overhead.mlp784',
      value: await measureOverhead(host, CASES.mlp784, { repetitions: 12 }),
      target: 1.15,
    },
    {
      ...ratio,
      name: 'evaluation.overhead.conv64',
      value: await measureOverhead(host, CASES.conv64, { repetitions: 8 }),
      target: 1.2,
    },
    {
      ...ratio,
      name: 'evaluation.overhead.x-squared',
      // What runs once an evaluation, as the creation of a session, is compiled for good only after hundreds of them.
      value: await measureOverhead(host, CASES.xSquared, { repetitions: 400 }),
      target: 2,
    },
    {
      ...ratio,
      name: 'evaluation.cart-pole-ratio',
      value: await measureOverhead(host, CASES.cartPole, { repetitions: 6 }),
      target: 3,
    },
    {
      ...ratio,
      name: 'evaluation.warm-start-ratio',
      value: await measureWarmStart(),
      target: 1.5,
    },
    {
      name: 'evaluation.parallel-efficiency',
      value: await measureParallelEfficiency(CASES.mlp784.input),
      unit: 'ratio',
      target: 0.9,
      better: 'higher',
    },
    {
      name: 'evaluation.rss-mib',
      value: await measureResidentMib(CASES.xSquared.input),
      unit: 'MiB',
      target: 300,
      better: 'lower',
    },
  ],
});
