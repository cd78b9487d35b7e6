import { describe, expect, test } from 'vitest';
import type { SubmissionProgress } from '#protocol/http/progress.ts';
import { type WaitingParameters, describeWaiting } from './waiting.ts';

const progress: SubmissionProgress = {
  submissionId: '4294967299',
  phase: 'evaluation',
  untilBlock: 320,
  untilTime: 1_800_000_000,
  headBlock: 130,
  rounds: { finished: 0, total: 16 },
  isAbstained: false,
  isClaimed: false,
  performer: null,
  attesters: { signed: 0, total: 4 },
  power: { signed: '0', needed: '7', total: '10' },
};
const waitingOf = (change: Partial<SubmissionProgress>, rest: Partial<WaitingParameters> = {}) =>
  describeWaiting({ progress: { ...progress, ...change }, isBaseline: false, ahead: 0, ...rest });

describe('describeWaiting', () => {
  test('a commitment ends with the reveal window, at a block and a time', () => {
    const result = waitingOf({ phase: 'reveal', untilBlock: 150, untilTime: 1_700_000_000 });
    expect(result).toMatchObject({ isExact: false, lastBlock: 150, lastTime: 1_700_000_000 });
    expect(result?.thenWhat).toContain('forfeited');
  });

  test('before the seed block it waits for that very block', () => {
    expect(waitingOf({ phase: 'seed', untilBlock: 132 })).toMatchObject({ isExact: true, lastBlock: 132 });
  });

  test('it counts the rounds that are finished', () => {
    expect(waitingOf({ rounds: { finished: 7, total: 16 } })?.waitsFor).toContain('7 of 16 rounds are done');
  });

  test('it counts the signatures that were heard of', () => {
    const attesters = { signed: 2, total: 4 };
    expect(waitingOf({ phase: 'signatures', attesters })?.waitsFor).toContain('2 of 4 operators have signed');
    expect(waitingOf({ phase: 'posting', attesters })?.waitsFor).toContain('2 of 4');
  });

  test('an operator that abstained does not claim to know how far the others are', () => {
    expect(waitingOf({ isAbstained: true })?.waitsFor).toContain('hears of no signatures');
  });

  test('a claim that is not made in time goes to another operator', () => {
    expect(waitingOf({ phase: 'claim' })?.thenWhat).toContain('another operator');
  });

  test('behind others it has no last block yet, and says how many are before it', () => {
    const result = waitingOf({ untilBlock: null, untilTime: null }, { ahead: 2 });
    expect(result).toMatchObject({ lastBlock: undefined, lastTime: undefined });
    expect(result?.waitsFor).toContain('after 2 submissions that were committed earlier');
    expect(result?.thenWhat).toContain('nothing can be lost');
  });

  test('a baseline that nobody judges gives the bounty back', () => {
    const result = waitingOf({}, { isBaseline: true });
    expect(result).toMatchObject({ lastBlock: 320 });
    expect(result?.thenWhat).toContain('the bounty goes back to the owner');
  });

  test('what is settled waits for nothing', () => {
    expect(waitingOf({ phase: 'ended', untilBlock: null, untilTime: null })).toBeUndefined();
  });
});
