import { describe, test } from 'vitest';
import { useFaultScenario } from './scenario.ts';
import type { Victim } from './start-process.ts';
import { STEPS } from './steps.ts';

const TIMEOUT_MS = 400_000;

/** Everything at every step, and each single process at some. */
const SINGLE_VICTIMS: readonly Victim[] = [
  'operator 1',
  'the chain',
  'operator 2',
  'Postgres',
  'operator 3',
  'the start command',
  'operator 4',
  'the chain',
  'Postgres',
];

describe('whatever is killed with SIGKILL, every submission ends with one verdict', () => {
  const scenario = useFaultScenario();

  for (const step of STEPS) {
    test(
      `everything is killed when a submission is ${step}`,
      () => scenario().suffer({ step, victim: 'everything' }),
      TIMEOUT_MS,
    );
  }
  for (const [index, victim] of SINGLE_VICTIMS.entries()) {
    const step = STEPS[index];
    if (step === undefined) continue;
    test(
      `${victim} is killed when a submission is ${step}`,
      () => scenario().suffer({ step, victim }),
      TIMEOUT_MS,
    );
  }
  test(
    'one verdict a submission, no job left, and the checker agrees with every payment',
    () => scenario().expectAgreement(),
    TIMEOUT_MS,
  );
});

describe('a marketplace whose first starts were killed at every stage', () => {
  const scenario = useFaultScenario({
    killedAt: ['data directory', 'Postgres', 'chain', 'contracts', 'test tokens', 'registered', 'running'],
  });

  test(
    'is complete in the end, and the checker agrees with it',
    () => scenario().expectAgreement(),
    TIMEOUT_MS,
  );
});
