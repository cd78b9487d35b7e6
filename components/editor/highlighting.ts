import {
  Decoration,
  type DecorationSet,
  type EditorView,
  RangeSetBuilder,
  ViewPlugin,
  type ViewUpdate,
} from '@uiw/react-codemirror';
import { parseEditor } from './syntax-tree.ts';

const MARKS = {
  comment: Decoration.mark({ class: 'text-ink-3 italic' }),
  text: Decoration.mark({ class: 'text-challenger' }),
  value: Decoration.mark({ class: 'text-champion' }),
  keyword: Decoration.mark({ class: 'font-semibold' }),
} as const;

/** Colours code by the tokens of the theme, which the editor’s own highlighting does not know. */
export const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = highlight(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = highlight(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function highlight(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const tree = parseEditor(view.state);
  for (const { from, to } of view.visibleRanges) {
    tree.iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        const mark = markOf(name);
        if (mark === undefined || start === end) return true;
        builder.add(start, end, mark);
        return false;
      },
    });
  }
  return builder.finish();
}

function markOf(name: string): Decoration | undefined {
  if (name === 'LineComment' || name === 'BlockComment') return MARKS.comment;
  if (name === 'String' || name === 'TemplateString' || name === 'RegExp') return MARKS.text;
  if (name === 'Number' || name === 'BooleanLiteral') return MARKS.value;
  // The grammar calls a keyword by itself.
  return /^[a-z]+$/.test(name) ? MARKS.keyword : undefined;
}
