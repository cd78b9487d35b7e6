'use client';

import dynamic from 'next/dynamic';
import type { CodeEditorProps } from './code-editor-props.ts';

/** The code editor, loaded by itself; a place of its size is kept for it. */
export const CodeEditor = dynamic<CodeEditorProps>(
  async () => (await import('./code-mirror.tsx')).CodeMirrorEditor,
  {
    ssr: false,
    loading: () => (
      <div className="flex h-96 items-center justify-center rounded-md border border-rule-strong bg-sheet text-small text-ink-3">
        Loading the editor
      </div>
    ),
  },
);
