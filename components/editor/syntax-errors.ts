import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@uiw/react-codemirror';
import { parseEditor } from './syntax-tree.ts';

const MOST_ERRORS = 20;

/** Where the text is no JavaScript. */
export function findSyntaxErrors(state: EditorState): Diagnostic[] {
  const errors: Diagnostic[] = [];
  parseEditor(state).iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || errors.length >= MOST_ERRORS) return;
      const line = state.doc.lineAt(from);
      // What is missing has no width; the mark shows what stands before it.
      const start = from === to ? Math.max(line.from, from - 1) : from;
      errors.push({
        from: start,
        to: Math.max(to, start),
        severity: 'error',
        message: `Line ${line.number}: this is not valid JavaScript here.`,
      });
    },
  });
  return errors;
}
