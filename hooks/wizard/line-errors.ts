import type { PreviewState } from './use-preview.ts';

const PLACE = /evaluation\.js:(\d+)/;

/** The line of `evaluation.js` that an error of the sandbox names. */
export function lineOf(error: string): number | undefined {
  const match = PLACE.exec(error);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** The errors of a preview by the lines in which they happened, each once. */
export function readLineErrors(state: PreviewState): { line: number; message: string }[] {
  const errors = new Map<number, string>();
  for (const error of errorsOf(state)) {
    const line = lineOf(error);
    if (line !== undefined && !errors.has(line)) errors.set(line, error.split('\n')[0] ?? error);
  }
  return [...errors].map(([line, message]) => ({ line, message }));
}

/** Everything that went wrong in the evaluation code. */
function errorsOf(state: PreviewState): readonly string[] {
  switch (state.status) {
    case 'running':
    case 'measured':
      return state.rounds.flatMap(({ error }) => (error ? [error] : []));
    case 'invalid':
      return 'problem' in state.reason ? [state.reason.problem] : [];
    case 'idle':
    case 'cancelled':
    case 'failed':
      return [];
  }
}
