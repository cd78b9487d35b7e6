import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** One measured number. */
export type BenchmarkRow = {
  /** Dotted, for example `evaluation.overhead.x-squared`. */
  name: string;
  value: number;
  /** For example `ratio`, `gas`, `ms`. */
  unit: string;
  /** The value that is good enough. */
  target: number;
  better: 'lower' | 'higher';
};

const SIGNIFICANT_DIGITS = 4;
const RESULTS = new URL('./results/', import.meta.url);

/**
 * Prints the rows of a suite as a table and writes them to `bench/results/<suite>.json` with the date, the processor and
 * the Node version.
 */
export async function reportSuite({
  suite,
  rows,
  isRecorded = true,
}: {
  suite: string;
  rows: readonly BenchmarkRow[];
  /** `false`: of a measurement that was made smaller, which is only shown. */
  isRecorded?: boolean;
}): Promise<void> {
  const rounded = rows.map((row) => ({ ...row, value: Number(row.value.toPrecision(SIGNIFICANT_DIGITS)) }));
  console.table(
    Object.fromEntries(
      rounded.map(({ name, value, unit, target, better }) => [
        name,
        {
          value,
          unit,
          target: `${better === 'lower' ? '≤' : '≥'} ${target}`,
          met: meetsTarget({ value, target, better }),
        },
      ]),
    ),
  );
  if (!isRecorded) return;
  const report = {
    suite,
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    rows: rounded,
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(`${suite}.json`, RESULTS), `${JSON.stringify(report, null, 2)}\n`);
}

export function meetsTarget({
  value,
  target,
  better,
}: Pick<BenchmarkRow, 'value' | 'target' | 'better'>): boolean {
  return better === 'lower' ? value <= target : value >= target;
}
