import { zeroAddress } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { localParameters } from '#devnet/deployment/networks/local.ts';
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { type Engine, createEngine } from '#evaluation/runtime/engine.ts';
import { type EvaluationResult, evaluate } from '#evaluation/runtime/evaluate.ts';
import { toCid } from '#protocol/content/pointer.ts';
import { packBundle, packParameters } from '#sdk/content/pack.ts';
import { TEST_SEED } from '#evaluation/testing/inputs.ts';
import * as cartPole from './cart-pole/train.ts';
import * as digits from './digits/train.ts';
import { type ExampleContent, readExampleContent } from './read-content.ts';
import { readExampleBundle } from './read-files.ts';
import { EXAMPLES, EXAMPLE_NAMES, type ExampleName } from './registry.ts';
import * as sineForecast from './sine-forecast/train.ts';
import type { TrainParameters } from './training/train-parameters.ts';
import * as twoMoons from './two-moons/train.ts';
import * as xSquared from './x-squared/train.ts';

type Training = {
  train: (parameters: TrainParameters) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
  initialise: (seed: number) => Uint8Array<ArrayBuffer>;
  /** Steps of a brief training. */
  briefly: number;
};

const TRAININGS: { readonly [name in ExampleName]: Training } = {
  'x-squared': { ...xSquared, briefly: 200 },
  'two-moons': { ...twoMoons, briefly: 100 },
  digits: { ...digits, briefly: 100 },
  'sine-forecast': { ...sineForecast, briefly: 30 },
  'cart-pole': { ...cartPole, briefly: 10 },
};

/** What a local chain's task definition allows a round. */
const { budget } = localParameters({ treasury: zeroAddress }).taskDefinition;

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine(await readEngineParts());
});

describe.for(EXAMPLE_NAMES)('%s', (name) => {
  const { terms, metadata } = EXAMPLES[name];
  const { train, initialise, briefly } = TRAININGS[name];
  let content: ExampleContent;

  const judge = (challengerParameters?: Uint8Array<ArrayBuffer>): Promise<EvaluationResult> => {
    const { challengerParameters: _, ...baseline } = content.input;
    const challenge = challengerParameters ? { challengerParameters } : {};
    return evaluate(engine, { ...baseline, ...challenge, terms, seed: TEST_SEED, budget });
  };

  beforeAll(async () => {
    content = await readExampleContent(name);
  });

  test('says what it is about, and under which licence', () => {
    expect(metadata.tags).toContain('example');
    expect(metadata.description.length).toBeGreaterThan(50);
    expect(metadata.licence).not.toBe('');
  });

  test('its content has the identifiers that a task with it points to', async () => {
    const { pointers } = await packBundle(await readExampleBundle(name));
    const candidate = await packParameters(content.input.challengerParameters);
    expect(content.cids).toEqual({
      architecture: String(toCid(pointers.architecture)),
      evaluation: String(toCid(pointers.evaluation)),
      champion: String(toCid(pointers.parameters)),
      challenger: String(toCid(candidate.pointer)),
    });
  });

  test('its baseline is the initialisation of seed 1, and leaves room for improvement', async () => {
    expect(content.input.championParameters).toEqual(initialise(1));
    const result = await judge();
    if (result.outcome !== 'Baseline') throw new Error(`the baseline came out as ${result.outcome}`);
    expect(result.championDecidingSum).toBeLessThan(BigInt(terms.rounds) * terms.targetScore);
    expect(result.rounds.flatMap(({ champion }) => champion.error ?? [])).toEqual([]);
  });

  test('its trained parameters win by its own terms', async () => {
    const result = await judge(content.input.challengerParameters);
    expect(result).toMatchObject({ outcome: 'Improved', wins: terms.rounds });
  });

  test('a brief training improves on the baseline, the same way every time', async () => {
    const brief = () => train({ parameters: content.input.championParameters, steps: briefly, seed: 3 });
    const trained = await brief();
    expect(await brief()).toEqual(trained);
    expect(await judge(trained)).toMatchObject({ outcome: 'Improved' });
  });

  test('a copy of the baseline does not win', async () => {
    expect(await judge(content.input.championParameters)).toMatchObject({ outcome: 'NotImproved', wins: 0 });
  });
});
