import { javascriptLanguage } from '@codemirror/lang-javascript';
import type { EditorState } from '@uiw/react-codemirror';

export type SyntaxTree = ReturnType<typeof javascriptLanguage.parser.parse>;

let latest: { text: string; tree: SyntaxTree } | undefined;

/** The tree of the editor’s text as JavaScript; evaluation code is short, so it is parsed as a whole. */
export function parseEditor(state: EditorState): SyntaxTree {
  const text = state.doc.toString();
  if (latest?.text !== text) latest = { text, tree: javascriptLanguage.parser.parse(text) };
  return latest.tree;
}
