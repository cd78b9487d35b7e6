import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@uiw/react-codemirror';
import { expect, test } from 'vitest';
import { JUDGE_MEMBERS } from '#protocol/evaluation/judge-members.ts';
import { completeJudge } from './judge-completions.ts';
import { findLineErrors, keepLineErrors, lineErrors } from './line-errors.ts';
import { findSyntaxErrors } from './syntax-errors.ts';

const complete = (text: string) =>
  completeJudge(new CompletionContext(EditorState.create({ doc: text }), text.length, false));

test('after the name of a part its members are offered, with signature and meaning', () => {
  const { from, options = [] } = complete('const x = random.un') ?? {};
  expect(from).toBe('const x = random.'.length);
  const expected = JUDGE_MEMBERS.filter(({ name }) => name.startsWith('random.'));
  expect(
    options.map(({ label, detail, info }) => ({ name: `random.${label}`, signature: detail, summary: info })),
  ).toEqual(expected);
});

test('a word is completed to the parts of a judge, another name’s members are not', () => {
  expect(complete('  met')?.options.map(({ label }) => label)).toEqual([
    'evaluate',
    'random',
    'model',
    'metrics',
    'tensor',
    'data',
  ]);
  expect(complete('window.lo')).toBeNull();
  expect(complete('')).toBeNull();
});

test('text that is no JavaScript is marked where it stops being it', () => {
  expect(findSyntaxErrors(EditorState.create({ doc: 'export default () => 1;\n' }))).toEqual([]);
  const [error] = findSyntaxErrors(EditorState.create({ doc: 'const a = 1;\nconst = 2;\n' }));
  expect(error?.message).toBe('Line 2: this is not valid JavaScript here.');
});

test('errors of a run stand in their lines, and lines that do not exist have none', () => {
  const state = EditorState.create({ doc: 'one\ntwo\n', extensions: [lineErrors] });
  const told = state.update({
    effects: keepLineErrors.of([
      { line: 2, message: 'TypeError: two is not a number' },
      { line: 9, message: 'nowhere' },
    ]),
  }).state;
  expect(findLineErrors(told)).toEqual([
    { from: 4, to: 7, severity: 'error', message: 'TypeError: two is not a number' },
  ]);
});
