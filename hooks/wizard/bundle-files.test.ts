import { zeroHash } from 'viem';
import { expect, test } from 'vitest';
import { readExampleBundle } from '#examples/read-files.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { parseTaskMetadata } from '#protocol/task/bundle.ts';
import { inspectBundle } from '#sdk/bundle/inspect-bundle.ts';
import { bundleFiles, metadataFile, splitTags } from './bundle-files.ts';
import { readDescriptionProblems } from './description-problems.ts';
import { lineOf, readLineErrors } from './line-errors.ts';
import { readBundleIntoForm } from './read-bundle-into-form.ts';
import { PARTS, createTaskForm } from './task-form.ts';

const form = createTaskForm({ token: '0x', seed: zeroHash });

test.for(EXAMPLE_NAMES)(
  'the example %s goes through the form and comes out as the same files',
  async (name) => {
    const files = (await readExampleBundle(name)).filter(({ path }) => path !== 'task.json');
    const { model, evaluation } = readBundleIntoForm(files, form);
    expect(PARTS.model.parse(structuredClone(model))).toEqual(model);
    expect(PARTS.evaluation.parse(structuredClone(evaluation))).toEqual(evaluation);
    if (model.parameters.kind !== 'file') throw new TypeError('the parameters are no file');
    const written = bundleFiles({
      model,
      evaluation,
      parameters: model.parameters.file.bytes,
      description: form.description,
    });
    const sorted = (list: typeof files = []) =>
      list
        .filter(({ path }) => path !== 'task.json')
        .map(({ path, content }) => ({ path, content: Uint8Array.from(content) }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(sorted(written)).toEqual(sorted(files));
  },
);

test('a network that refers to a graph is no bundle without it', () => {
  const model = { ...form.model, kind: 'graph' as const };
  expect(
    bundleFiles({
      model,
      evaluation: form.evaluation,
      parameters: new Uint8Array(),
      description: form.description,
    }),
  ).toBeUndefined();
});

test('what the empty page begins with is a network that can be used', async () => {
  const { createParameters } = await import('#sdk/bundle/create-parameters.ts');
  const architecture = new TextEncoder().encode(form.model.layers);
  const files = bundleFiles({
    model: form.model,
    evaluation: form.evaluation,
    parameters: createParameters({ architecture, seed: zeroHash }),
    description: { title: 'A title', description: '', tags: 'one, two,, one', licence: '' },
  });
  const { model, parametersProblem, bundle } = inspectBundle(files ?? []);
  expect(parametersProblem).toBeUndefined();
  expect(model.parameterCount).toBe(2);
  expect(bundle.metadata.tags).toEqual(['one', 'two']);
});

test('a description is told of only where task.json could not say it', () => {
  const sound = { title: 'A title', description: '', tags: '', licence: '' };
  expect(readDescriptionProblems(sound)).toEqual({});
  expect(new TextDecoder().decode(metadataFile(sound).content)).toContain('"title": "A title"');
  expect(
    Object.keys(
      readDescriptionProblems({
        title: ' ',
        description: 'x'.repeat(20_001),
        tags: 'y'.repeat(33),
        licence: 'z'.repeat(201),
      }),
    ),
  ).toEqual(['title', 'description', 'tags', 'licence']);
  expect(splitTags(' a , b ,')).toEqual(['a', 'b']);
});

test('a bundle can be measured before it has a title', () => {
  const { content } = metadataFile(form.description);
  expect(parseTaskMetadata(content).title).toBe('Untitled');
});

test('errors of a preview are found in the lines that they name, each line once', () => {
  expect(lineOf('TypeError: no\n    at evaluate (evaluation.js:3:10)')).toBe(3);
  const usage = { ticks: 0n, nativeWork: 0n, tensorElements: 0n, modelRuns: 0 };
  const failed = { score: 0n, usage, error: 'TypeError: no\n    at evaluate (evaluation.js:3:10)' };
  expect(
    readLineErrors({
      status: 'running',
      total: 2,
      rounds: [
        { round: 0, ...failed },
        { round: 1, ...failed },
      ],
    }),
  ).toEqual([{ line: 3, message: 'TypeError: no' }]);
  expect(
    readLineErrors({
      status: 'invalid',
      reason: { type: 'unusable-evaluation', problem: 'SyntaxError: no (evaluation.js:7:1)' },
    }),
  ).toEqual([{ line: 7, message: 'SyntaxError: no (evaluation.js:7:1)' }]);
});
