import { type TaskMetadata, taskMetadataSchema } from '#protocol/task/bundle.ts';
import type { VerdictTerms } from '#protocol/verdict/rules.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import cartPole from './cart-pole/task.json' with { type: 'json' };
import digits from './digits/task.json' with { type: 'json' };
import sineForecast from './sine-forecast/task.json' with { type: 'json' };
import twoMoons from './two-moons/task.json' with { type: 'json' };
import xSquared from './x-squared/task.json' with { type: 'json' };

/** A complete task, ready to be published. Its files lie in the folder of its name (`read-files.ts` reads them). */
export type Example = {
  /** The folder. */
  name: string;
  /** `task.json` */
  metadata: TaskMetadata;
  /** The terms that suit its judge; what it pays is up to the owner. */
  terms: VerdictTerms;
};

/** K, W and the least gap that suit most judges. */
const USUAL_TERMS = { minGapBps: 500, rounds: 16, requiredWins: 14 };

/** The score of so many parts of 10,000. */
const score = (parts: bigint) => (SCORE_ONE * parts) / 10_000n;

/** All examples, the simplest first. Each folder's README says how its target was chosen. */
export const EXAMPLES = {
  'x-squared': example('x-squared', xSquared, { ...USUAL_TERMS, targetScore: score(9_999n) }),
  'two-moons': example('two-moons', twoMoons, { ...USUAL_TERMS, targetScore: score(9_300n) }),
  digits: example('digits', digits, { ...USUAL_TERMS, targetScore: score(8_500n) }),
  'cart-pole': example('cart-pole', cartPole, { ...USUAL_TERMS, targetScore: score(9_200n) }),
  'sine-forecast': example('sine-forecast', sineForecast, { ...USUAL_TERMS, targetScore: score(9_300n) }),
} as const satisfies { readonly [name: string]: Example };

export type ExampleName = keyof typeof EXAMPLES;

export const EXAMPLE_NAMES = Object.keys(EXAMPLES).filter((name): name is ExampleName => name in EXAMPLES);

function example(name: string, taskJson: unknown, terms: VerdictTerms): Example {
  return { name, metadata: taskMetadataSchema.parse(taskJson), terms };
}
