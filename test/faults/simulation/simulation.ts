import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialise, train } from '../../../examples/x-squared/train.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { beginSubmission } from '../optimizer.ts';
import { waitUntilGone } from '../start-process.ts';
import { waitForStep } from '../steps.ts';
import {
  expectExactBalances,
  expectFreshIndexes,
  expectNothingLeft,
  expectOneEndEach,
  waitForIndexes,
} from './end-checks.ts';
import { type Heal, inject } from './inject.ts';
import { type Episode, describeEpisode } from './plan.ts';
import { type SimulationStack, startSimulationStack } from './stack.ts';

const TIMEOUT_MS = 900_000;
const PATIENCE_MS = 400_000;
/** Of the local chain's task definition, and some more. */
const VERDICT_WINDOW_BLOCKS = 905;
/** Every so many candidates one is trained, longer than those before; the others are as they were drawn. */
const TRAINED_EVERY = 3;
const FIRST_TRAINING_STEPS = 16;
const TRAINING_GROWTH = 1.25;

/**
 * Registers the tests of a simulation: an episode each, and what must hold at the end.
 *
 * @param parameters.seed Of what the troubled ways draw.
 */
export function simulate({ seed, plan }: { seed: number; plan: readonly Episode[] }): void {
  describe(`${plan.length} episodes, seed ${seed}`, () => {
    let stack: SimulationStack;
    beforeAll(async () => {
      stack = await startSimulationStack({ seed });
    }, TIMEOUT_MS);
    afterAll(() => stack?.stop(), TIMEOUT_MS);

    for (const [index, episode] of plan.entries()) {
      test(
        `${index + 1}: ${describeEpisode(episode)}`,
        async ({ annotate }) => {
          const before = stack.operators.map((operator) => operator.crashes().length);
          const notes = await run(stack, { episode, candidate: drawCandidate(index) });
          for (const [position, { name, crashes }] of stack.operators.entries()) {
            for (const words of crashes().slice(before[position]))
              notes.push(`${name} ended by itself: ${words}`);
          }
          for (const note of notes) await annotate(note);
        },
        TIMEOUT_MS,
      );
    }
    test('every submission has one verdict or expired', () => expectOneEndEach(stack), TIMEOUT_MS);
    test('no job or transaction is left, and nobody is accused', () => expectNothingLeft(stack), TIMEOUT_MS);
    test('balances are exact by the checker’s own reckoning', () => expectExactBalances(stack), TIMEOUT_MS);
    test(
      'every operator stops in order, and every table of its index equals that of a fresh one',
      async () => {
        await waitForIndexes(stack);
        const ends = await stack.stopOperators();
        expect(ends).toEqual(ends.map(() => 'status 0'));
        await expectFreshIndexes(stack);
      },
      TIMEOUT_MS,
    );
    test(
      'no process is left',
      async () => {
        const processes = await stack.processes();
        await stack.stop();
        await waitUntilGone(processes);
      },
      TIMEOUT_MS,
    );
  });
}

function drawCandidate(index: number): Uint8Array {
  if (index % TRAINED_EVERY > 0) return initialise(1_000 + index);
  const steps = Math.round(FIRST_TRAINING_STEPS * TRAINING_GROWTH ** (index / TRAINED_EVERY));
  return train({ parameters: initialise(1), steps, seed: index + 1 });
}

/** Submits, lets the faults happen at the step, and waits for the end. @returns What a reader should know. */
async function run(
  stack: SimulationStack,
  { episode, candidate }: { episode: Episode; candidate: Uint8Array },
): Promise<string[]> {
  const { step, faults, heldMs } = episode;
  const [optimizer] = localAccounts().optimizers;
  if (!optimizer) throw new RangeError('there is no optimizer');
  const client = stack.clientOf(optimizer);
  const { taskId } = stack;
  const { submissionCount } = await getTask(client, { taskId });
  const submissionId = toSubmissionId({ taskId, index: submissionCount });
  const databaseUrls = stack.operators.map(({ databaseUrl }) => databaseUrl);
  const { settled } = await beginSubmission({
    client,
    taskId,
    candidate,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await Promise.race([
    waitForStep({ step, submissionId, client, databaseUrls }),
    settled.then(() => undefined),
  ]);
  const notes: string[] = [];
  const heals: Heal[] = [];
  try {
    for (const fault of faults) {
      const heal = await inject(stack, fault);
      if (heal) heals.push(heal);
      else notes.push(`${fault.kind}: left out, for this account may not mount a disk`);
    }
    if (faults.some(({ kind }) => kind === 'standstill')) {
      await stack.chain.mine(VERDICT_WINDOW_BLOCKS);
      await settled;
    } else {
      await delay(heldMs);
    }
  } finally {
    for (const heal of heals) await heal();
  }
  const { status } = await settled.catch(async (cause: unknown) => {
    const logs = await Promise.all(
      stack.operators.map(async ({ name, readLog }) => `${name}:\n${await readLog()}`),
    );
    throw new Error(`No verdict came. The operators' logs end with:\n${logs.join('\n')}`, { cause });
  });
  const expected = ['Improved', 'NotImproved'];
  if (faults.some(({ kind }) => kind === 'standstill')) expected.push('Expired');
  expect(expected).toContain(status);
  return [...notes, `submission ${submissionId} is ${status}`];
}
