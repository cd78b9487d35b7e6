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
