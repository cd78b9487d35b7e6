'use client';

import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { lintGutter, linter } from '@codemirror/lint';
import CodeMirror, { EditorView, type ReactCodeMirrorRef } from '@uiw/react-codemirror';
import { useEffect, useMemo, useRef } from 'react';
import type { CodeEditorProps, LineError } from './code-editor-props.ts';
import { highlighting } from './highlighting.ts';
import { completeJudge } from './judge-completions.ts';
import { findLineErrors, keepLineErrors, lineErrors } from './line-errors.ts';
import { findSyntaxErrors } from './syntax-errors.ts';

const LINT_DELAY_MS = 300;
const NO_ERRORS: readonly LineError[] = [];

/** The looks, by the tokens of the theme. */
const theme = EditorView.theme({
  '&': { height: '24rem', fontSize: '0.8125rem', backgroundColor: 'var(--sheet)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, monospace)', lineHeight: '1.5rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--well)',
    color: 'var(--ink-3)',
    borderRight: '1px solid var(--rule)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--well) 60%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--champion-wash)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    border: '1px solid var(--rule-strong)',
    borderRadius: '4px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--champion-wash)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '0.5rem 0.75rem' },
  '.cm-diagnostic': { borderLeftColor: 'var(--fault)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--well)',
    outline: '1px solid var(--rule-strong)',
  },
  '.cm-panels': { backgroundColor: 'var(--well)', color: 'var(--ink)' },
});

/** JavaScript as evaluation code is written in: with what a judge is given at hand, and errors in their lines. */
export function CodeMirrorEditor({
  label,
  value,
  onChange,
  errors = NO_ERRORS,
  isReadOnly = false,
}: CodeEditorProps) {
  const editor = useRef<ReactCodeMirrorRef>(null);

  useEffect(() => {
    editor.current?.view?.dispatch({ effects: keepLineErrors.of(errors) });
  }, [errors]);

  const extensions = useMemo(
    () => [
      javascript(),
      javascriptLanguage.data.of({ autocomplete: completeJudge }),
      highlighting,
      theme,
      lintGutter(),
      lineErrors,
      linter(({ state }) => [...findSyntaxErrors(state), ...findLineErrors(state)], {
        delay: LINT_DELAY_MS,
        needsRefresh: ({ transactions }) =>
          transactions.some(({ effects }) => effects.some((effect) => effect.is(keepLineErrors))),
      }),
      // It is left with Tab, like every other field.
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true', tabindex: '0' }),
      EditorView.lineWrapping,
    ],
    [label],
  );

  return (
    <CodeMirror
      ref={editor}
      value={value}
      onChange={onChange}
      extensions={extensions}
      theme="none"
      indentWithTab={false}
      readOnly={isReadOnly}
      basicSetup={{ syntaxHighlighting: false, foldGutter: false, highlightSelectionMatches: false }}
      className="overflow-hidden rounded-md border border-rule-strong"
    />
  );
}
