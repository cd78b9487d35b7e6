import { describe, expect, test } from 'vitest';
import { describeEpisode, drawPlan } from './plan.ts';

describe('drawPlan', () => {
  test('default: the same seed gives the same episodes, another seed others', () => {
    const plan = drawPlan({ seed: 7, count: 40 });
    expect(drawPlan({ seed: 7, count: 40 })).toEqual(plan);
    expect(drawPlan({ seed: 8, count: 40 })).not.toEqual(plan);
  });

  test('behavior: a longer plan begins like a shorter one', () => {
    expect(drawPlan({ seed: 7, count: 30 }).slice(0, 9)).toEqual(drawPlan({ seed: 7, count: 9 }));
  });

  test('behavior: every kind comes up within twelve episodes, whatever the seed', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const kinds = drawPlan({ seed, count: 12 }).map(({ faults }) => faults[0]?.kind);
      expect(new Set(kinds).size).toBe(12);
    }
  });
});

test('describeEpisode says when what fails for how long', () => {
  const episode = {
    step: 'claimed',
    heldMs: 2_345,
    faults: [
      { kind: 'rpc', operators: [1, 3], trouble: 'errors' },
      { kind: 'host clock', operator: 2, seconds: -30 },
    ],
  } as const;
  expect(describeEpisode(episode)).toBe(
    "when a submission is claimed: errors between operators 1,3 and the chain, and operator 2's clock jumps by -30 s (2.3 s)",
  );
});
