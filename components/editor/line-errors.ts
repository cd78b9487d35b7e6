import type { Diagnostic } from '@codemirror/lint';
import { type EditorState, StateEffect, StateField } from '@uiw/react-codemirror';
import type { LineError } from './code-editor-props.ts';

/** Tells the editor of errors that a run has found. */
export const keepLineErrors = StateEffect.define<readonly LineError[]>();

/** The errors that the editor was told of last. */
export const lineErrors = StateField.define<readonly LineError[]>({
  create: () => [],
  update: (errors, { effects }) =>
    effects.reduce((current, effect) => (effect.is(keepLineErrors) ? effect.value : current), errors),
});

/** Those errors as marks of their whole lines. */
export function findLineErrors(state: EditorState): Diagnostic[] {
  return state.field(lineErrors).flatMap(({ line, message }): Diagnostic[] => {
    if (line < 1 || line > state.doc.lines) return [];
    const { from, to } = state.doc.line(line);
    return [{ from, to, severity: 'error', message }];
  });
}
