/** What the checker looks at, by the part of the circuit that would be at fault. */
export type CheckedRule =
  | 'content'
  | 'commitment'
  | 'seed'
  | 'evaluation'
  | 'outcome'
  | 'champion'
  | 'order'
  | 'bond'
  | 'payment'
  | 'credit'
  | 'pool'
  | 'fee'
  | 'transfer'
  | 'balance'
  | 'liabilities'
  | 'quorum'
  | 'signature'
  | 'performer'
  | 'operator set'
  | 'status'
  | 'event';

/** Something on the chain that is not what it must be. */
export type Finding = {
  rule: CheckedRule;
  /** What it is about, for example `submission 4294967297`. */
  subject: string;
  expected: string;
  actual: string;
  /** One line for people. */
  toString(): string;
};

/** What is reported; the finding prints itself. */
export type FindingParameters = Omit<Finding, 'toString'>;

/** Collects findings. */
export type Findings = {
  readonly list: readonly Finding[];
  report(finding: FindingParameters): void;
  /** Reports when the two differ; values are compared as they print. */
  expectEqual(parameters: { rule: CheckedRule; subject: string; expected: unknown; actual: unknown }): void;
  /** Reports when a condition that must hold does not. */
  expectThat(holds: boolean, finding: FindingParameters): void;
};

export function createFindings(): Findings {
  const list: Finding[] = [];
  const report = ({ rule, subject, expected, actual }: FindingParameters) => {
    const toString = () => `${rule}: ${subject}: expected ${expected}, found ${actual}`;
    list.push({ rule, subject, expected, actual, toString });
  };
  return {
    list,
    report,
    expectEqual({ rule, subject, expected, actual }) {
      if (print(expected) !== print(actual)) {
        report({ rule, subject, expected: print(expected), actual: print(actual) });
      }
    },
    expectThat(holds, finding) {
      if (!holds) report(finding);
    },
  };
}

/** Hex in lower case, so that an address equals its checksummed spelling. */
function print(value: unknown): string {
  const text = String(value);
  return text.startsWith('0x') ? text.toLowerCase() : text;
}
