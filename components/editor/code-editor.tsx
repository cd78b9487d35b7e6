'use client';

import dynamic from 'next/dynamic';

/** An error that is known to be in a line of the code. */
export type LineError = { line: number; message: string };

export type CodeEditorProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Errors of a run, besides those of the syntax. */
  errors?: readonly LineError[];
  isReadOnly?: boolean;
};

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
