/** What a check found: that something holds, that it does not, or that it cannot be told. */
export type Finding<Name extends string = string> = {
  check: Name;
  status: 'holds' | 'fails' | 'unknown';
  /** A sentence with the values. */
  detail: string;
};

const MARKS = { holds: 'ok  ', fails: 'FAIL', unknown: '?   ' } as const;

/** A line for a person. */
export function printFinding({ check, status, detail }: Finding): string {
  return `${MARKS[status]}  ${check}: ${detail}`;
}
