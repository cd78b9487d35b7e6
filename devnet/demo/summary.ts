import { formatUnits } from 'viem';
import { z } from 'zod';

const integer = z.string().regex(/^-?\d+$/);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/**
 * What `npm run demo -- --json` prints on its last line. Integers that may exceed 2^53 are decimal strings: ids,
 * token amounts in base units, and sums of scores at 1e18 = 1.
 */
export const demoSummarySchema = z.object({
  task: z.object({ id: z.number().int(), status: z.string(), pool: integer }),
  submissions: z.array(
    z.object({
      id: integer,
      /** What was submitted, in words. */
      name: z.string(),
      optimizer: address,
      outcome: z.string(),
      /** Deciding rounds won, of `rounds`. */
      wins: z.number().int(),
      rounds: z.number().int(),
      scores: z.object({
        championDeciding: integer,
        challengerDeciding: integer,
        championPricing: integer,
        challengerPricing: integer,
      }),
      /** The share of the gap to the target that the pricing rounds measured, from 0 to 1. */
      gapClosed: z.number(),
      payout: integer,
      verdictGas: z.number().int(),
      /** From the reveal's block to the verdict's. */
      blocksToVerdict: z.number().int(),
    }),
  ),
  /** Balances of the task's token, before the task was published and after everybody claimed. */
  balances: z.array(z.object({ name: z.string(), account: address, before: integer, after: integer })),
  champion: z.object({ before: integer, after: integer }),
  checker: z.object({ agrees: z.boolean(), findings: z.array(z.string()) }),
});

export type DemoSummary = z.infer<typeof demoSummarySchema>;

const TOKEN_DECIMALS = 18;
const SHOWN_DECIMALS = 4;

/** The summary as a person reads it. */
export function describeSummary(summary: DemoSummary, symbol: string): string[] {
  const amount = (value: bigint) => {
    const [whole = '0', fraction = ''] = formatUnits(value, TOKEN_DECIMALS).split('.');
    return `${whole}.${fraction.padEnd(SHOWN_DECIMALS, '0').slice(0, SHOWN_DECIMALS)}`;
  };
  const signed = (value: bigint) => `${value > 0n ? '+' : ''}${amount(value)}`;
  const mean = (sum: string, rounds: number) => (Number(BigInt(sum)) / 1e18 / rounds).toFixed(4);
  const submissions = summary.submissions.map((submission) => [
    submission.name,
    submission.outcome,
    `${submission.wins} of ${submission.rounds}`,
    mean(submission.scores.championDeciding, submission.rounds),
    submission.outcome === 'Baseline' ? '' : mean(submission.scores.challengerDeciding, submission.rounds),
    submission.gapClosed > 0 ? `${(100 * submission.gapClosed).toFixed(2)} %` : '',
    BigInt(submission.payout) > 0n ? `${amount(BigInt(submission.payout))} ${symbol}` : '',
  ]);
  const balances = summary.balances.map(({ name, before, after }) => [
    name,
    amount(BigInt(before)),
    amount(BigInt(after)),
    signed(BigInt(after) - BigInt(before)),
  ]);
  return [
    ...table(
      ['submission', 'outcome', 'wins', 'champion', 'challenger', 'gap closed', 'payment'],
      submissions,
    ),
    '',
    ...table([`balances in ${symbol}`, 'before', 'after', 'difference'], balances),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ')}`.trimEnd();
  return [line(head), ...rows.map(line)];
}
