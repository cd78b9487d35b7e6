import { formatUnits } from 'viem';
import { EXAMPLES, type ExampleName } from '#examples/registry.ts';
import { readBundleIntoForm } from '#hooks/wizard/read-bundle-into-form.ts';
import type { TaskForm } from '#hooks/wizard/task-form.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';

const SCORE_DECIMALS = 18;

/** The form with an example in it: all but what it pays, which is up to the owner. */
export function fillFromExample(
  form: TaskForm,
  { name, files }: { name: ExampleName; files: readonly BundleFile[] },
): Pick<TaskForm, 'model' | 'evaluation' | 'terms' | 'description'> {
  const { metadata, terms } = EXAMPLES[name];
  return {
    ...readBundleIntoForm(files, form),
    terms: {
      ...form.terms,
      targetScore: formatUnits(terms.targetScore, SCORE_DECIMALS),
      minGapPercent: formatUnits(BigInt(terms.minGapBps), 2),
      rounds: String(terms.rounds),
      requiredWins: String(terms.requiredWins),
    },
    description: {
      title: metadata.title,
      description: metadata.description,
      tags: metadata.tags.filter((tag) => tag !== 'example').join(', '),
      licence: metadata.licence,
    },
  };
}
