import { groupThousands } from './format-amount.ts';

/** What a number of improvements is out of: "no submissions", "of 1 submission", "of 1,200 submissions". */
export function ofSubmissions(count: number): string {
  if (count === 0) return 'no submissions';
  return `of ${groupThousands(count)} ${count === 1 ? 'submission' : 'submissions'}`;
}
