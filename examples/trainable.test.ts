import { describe, expect, test } from 'vitest';
import { readExampleContent } from './read-content.ts';
import { EXAMPLE_NAMES } from './registry.ts';
import { findTrainable } from './trainable.ts';
import { TRAINERS } from './trainers.ts';
import { runTraining } from './training/train-parameters.ts';

describe('findTrainable', () => {
  test.for(EXAMPLE_NAMES)('%s is recognised by its content if it can be trained, else not', async (name) => {
    const { architecture, evaluation } = (await readExampleContent(name)).cids;
    const found = findTrainable({ architectureCid: architecture, evaluationCid: evaluation });
    expect(found?.name).toBe(name in TRAINERS ? name : undefined);
  });

  test('another judge of the same network is another task', async () => {
    const { architecture } = (await readExampleContent('x-squared')).cids;
    const { evaluation } = (await readExampleContent('two-moons')).cids;
    expect(findTrainable({ architectureCid: architecture, evaluationCid: evaluation })).toBeUndefined();
  });
});

describe('training step by step', () => {
  const start = async () => (await readExampleContent('x-squared')).input.championParameters;

  test('comes to what training at once comes to', async () => {
    const parameters = { parameters: await start(), steps: 5, seed: 2 };
    const training = TRAINERS['x-squared'](parameters);
    const losses: number[] = [];
    let next = training.next();
    while (!next.done) {
      losses.push(next.value.loss);
      next = training.next();
    }
    const atOnce: number[] = [];
    const trained = runTraining(TRAINERS['x-squared'](parameters), {
      onProgress: ({ loss }) => atOnce.push(loss),
    });
    expect(losses).toHaveLength(5);
    expect(losses).toEqual(atOnce);
    expect(next.value).toEqual(trained);
  });

  test('returns what it has when that is enough', async () => {
    const training = TRAINERS['x-squared']({ parameters: await start(), steps: 1_000, seed: 2 });
    expect(training.next().value).toMatchObject({ step: 1, steps: 1_000 });
    const ended = training.next('enough');
    expect(ended.done).toBe(true);
    expect(ended.value).toBeInstanceOf(Uint8Array);
    expect(ended.value).not.toEqual(await start());
  });

  test('an aborted signal ends it', async () => {
    const training = TRAINERS['x-squared']({ parameters: await start(), steps: 1_000, seed: 2 });
    expect(() => runTraining(training, { signal: AbortSignal.abort(new Error('left')) })).toThrow('left');
  });
});
