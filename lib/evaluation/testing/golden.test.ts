import { beforeAll, describe, expect, test } from 'vitest';
import { readExampleContent } from '#examples/read-content.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readEngineParts } from '../node/engine-parts.ts';
import { type Engine, createEngine } from '../runtime/engine.ts';
import {
  type Golden,
  GoldenContentChangedError,
  GoldenMismatchError,
  GoldenOutdatedError,
  checkGolden,
  computeGolden,
  formatGolden,
  parseGolden,
} from './golden.ts';
import { readGoldenFiles } from './golden-files.ts';

let engine: Engine;
let goldens: ReadonlyMap<string, Golden>;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
  goldens = await readGoldenFiles();
});

const goldenOf = (name: string): Golden => {
  const golden = goldens.get(name);
  if (!golden) throw new Error(`There are no golden values of ${name}: run "npm run generate".`);
  return golden;
};

test('every example has golden values, and nothing else has', () => {
  expect([...goldens.keys()]).toEqual([...EXAMPLE_NAMES].sort());
});

test.for(EXAMPLE_NAMES)('this Node computes the golden values of the example %s', async (name) => {
  const computed = await computeGolden(engine, await readExampleContent(name));
  checkGolden({ name, recorded: goldenOf(name), computed });
});

describe('the check', () => {
  const check = (change: (golden: Golden) => Golden) => () => {
    const recorded = goldenOf('x-squared');
    checkGolden({ name: 'x-squared', recorded, computed: change(structuredClone(recorded)) });
  };

  test('passes equal values, also after they were written and read', () => {
    expect(check((golden) => golden)).not.toThrow();
    expect(check((golden) => parseGolden(formatGolden(golden)))).not.toThrow();
  });

  test('finds the last bit of one score, and says that the runtime id must change', () => {
    const flip = check((golden) => {
      const [first] = golden.rounds;
      if (first) first.challenger.score ^= 1n;
      return golden;
    });
    expect(flip).toThrow(GoldenMismatchError);
    expect(flip).toThrow(/rounds\.0\.challenger\.score was \d+ and is \d+\./);
    expect(flip).toThrow(/raise RUNTIME_VERSION/);
  });

  test('finds another trace digest, one tick more, and a round less', () => {
    const digest = `0x${'00'.repeat(32)}` as const;
    expect(check((golden) => ({ ...golden, traceDigest: digest }))).toThrow(GoldenMismatchError);
    const tick = check((golden) => {
      const [first] = golden.rounds;
      if (first) first.champion.ticks += 1n;
      return golden;
    });
    expect(tick).toThrow(GoldenMismatchError);
    expect(check((golden) => ({ ...golden, rounds: golden.rounds.slice(1) }))).toThrow(GoldenMismatchError);
  });

  test('says to record again under another runtime id', () => {
    const other = check((golden) => ({ ...golden, runtimeId: `0x${'11'.repeat(32)}` as const }));
    expect(other).toThrow(GoldenOutdatedError);
    expect(other).toThrow(/Record them again with "npm run generate"/);
  });

  test('tells other content from another result', () => {
    const other = check((golden) => ({ ...golden, cids: { ...golden.cids, evaluation: 'bafkother' } }));
    expect(other).toThrow(GoldenContentChangedError);
    expect(other).toThrow(/another cids\.evaluation/);
  });
});
