import { exampleTerms } from '#devnet/example-terms.ts';
import { readExampleBundle } from '#examples/read-files.ts';
import { EXAMPLES } from '#examples/registry.ts';
import { initialise } from '#examples/x-squared/train.ts';
import { drawParameters } from '#evaluation/testing/inputs.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { BUNDLE_FILES, type BundleFile } from '#protocol/task/bundle.ts';
import type { PublishedTerms } from '#sdk/flows/task-draft.ts';
import { CASES, MLP_784 } from '../evaluation/cases.ts';

/** Tasks of one kind, and what is submitted to them. */
export type TaskKind = {
  name: string;
  readBundle(): Promise<BundleFile[]>;
  terms(deployment: Deployment): PublishedTerms;
  /** The parameters of the submission of this number. */
  parameters(index: number): Uint8Array<ArrayBuffer>;
};

/** As many as the contracts allow: how many wait is what is measured. */
const MAXIMUM_PENDING = 256;
/** The seeds of `drawParameters` are one byte; the case's own parameters are the first. */
const MLP_SEEDS = 254;
const MLP_SCALE = 0.05;
const X_SQUARED_SEED = 1_000;

/** Little evaluation for each submission: what is measured is all that surrounds it. */
const xSquared: TaskKind = {
  name: 'x-squared',
  readBundle: () => readExampleBundle('x-squared'),
  terms: (deployment) => ({ ...exampleTerms('x-squared', deployment), maxPending: MAXIMUM_PENDING }),
  // Untrained, each from a seed of its own: some are better than the champion by chance, most are not.
  parameters: (index) => initialise(X_SQUARED_SEED + index),
};

/** The network and the judge of `evaluation.overhead.mlp784`, as a task. */
const mlp784: TaskKind = {
  name: 'mlp784',
  readBundle: async () => {
    const { architecture, evaluation, championParameters } = CASES.mlp784.input;
    const metadata = { ...EXAMPLES['x-squared'].metadata, title: 'Classify noise' };
    return [
      { path: BUNDLE_FILES.architecture, content: architecture },
      { path: BUNDLE_FILES.parameters, content: championParameters },
      { path: BUNDLE_FILES.evaluation, content: evaluation },
      { path: BUNDLE_FILES.metadata, content: new TextEncoder().encode(JSON.stringify(metadata)) },
    ];
  },
  terms: (deployment) => ({
    ...exampleTerms('x-squared', deployment),
    ...CASES.mlp784.input.terms,
    maxPending: MAXIMUM_PENDING,
  }),
  parameters: (index) => drawParameters(MLP_784, { seed: 2 + (index % MLP_SEEDS), scale: MLP_SCALE }),
};

/** The kinds of tasks that load is made of. */
export const TASK_KINDS = { xSquared, mlp784 };
