import type { CheckedRule, Findings } from '../finding.ts';

/** Something that a transaction must have done, or did: one amount or value for one subject. */
export type Consequence = { rule: CheckedRule; subject: string; value: string };

/** What the transaction that is looked at must have done, and what it did. */
export type Consequences = {
  expect(consequence: Consequence): void;
  observe(consequence: Consequence): void;
  /** Compares both, reports what differs, and begins anew. */
  compare(findings: Findings, transaction: string): void;
};

const NOTHING = 'nothing';

export function createConsequences(): Consequences {
  const expected: Consequence[] = [];
  const observed: Consequence[] = [];
  return {
    expect: (consequence) => void expected.push(consequence),
    observe: (consequence) => void observed.push(consequence),
    compare(findings, transaction) {
      const subjects = new Map([...expected, ...observed].map((one) => [`${one.rule}/${one.subject}`, one]));
      for (const { rule, subject } of subjects.values()) {
        const valuesOf = (list: readonly Consequence[]) =>
          list
            .filter((one) => one.rule === rule && one.subject === subject)
            .map(({ value }) => value)
            .sort()
            .join(' and ') || NOTHING;
        findings.expectEqual({
          rule,
          subject: `${subject} in ${transaction}`,
          expected: valuesOf(expected),
          actual: valuesOf(observed),
        });
      }
      expected.length = 0;
      observed.length = 0;
    },
  };
}
