import { describe, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { type Fault, useFaultScenario } from './scenario.ts';
import type { Victim } from './start-process.ts';
import { STEPS } from './steps.ts';

const TIMEOUT_MS = 400_000;
const seed = Number(process.env.ZARATHUSTRA_FAULTS_SEED ?? 1);
const count = Number(process.env.ZARATHUSTRA_FAULTS_COUNT ?? 8);

const VICTIMS: readonly Victim[] = [
  'everything',
  'the start command',
  'the chain',
  'Postgres',
  'operator 1',
  'operator 2',
  'operator 3',
  'operator 4',
];
/** Deeper ones would take back what the optimizer has seen confirmed twice. */
const DEEPEST_REORGANISATION = 2;

/** The faults that follow from a seed: kills, and now and then a reorganisation. */
function drawFaults(): Fault[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const step = random.pick(STEPS);
    if (random.integer(4) === 0) return { step, replacedBlocks: 1 + random.integer(DEEPEST_REORGANISATION) };
    return { step, victim: random.pick(VICTIMS) };
  });
}

describe(`faults drawn by the seed ${seed}`, () => {
  const scenario = useFaultScenario();

  for (const [index, fault] of drawFaults().entries()) {
    const name =
      'victim' in fault ? `${fault.victim} is killed` : `${fault.replacedBlocks} blocks are replaced`;
    test(
      `${index + 1}: ${name} when a submission is ${fault.step}`,
      () => scenario().suffer(fault),
      TIMEOUT_MS,
    );
  }
  test(
    'every submission has one verdict, no job is left, nobody is accused, and the checker agrees with every payment',
    () => scenario().expectAgreement(),
    TIMEOUT_MS,
  );
});
