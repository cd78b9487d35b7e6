/** A small probability in two ways that people read: `0.2090 %, once in 478 tries`. */
export function formatChance({ numerator, denominator }: { numerator: bigint; denominator: bigint }): string {
  if (numerator === 0n) return 'never';
  const percent = Number((numerator * 10n ** 12n) / denominator) / 10 ** 10;
  const digits = percent >= 10 ? 1 : percent >= 1 ? 2 : 4;
  const tries = (denominator + numerator / 2n) / numerator;
  const share = percent < 0.0001 ? 'below 0.0001 %' : `${percent.toFixed(digits)} %`;
  return tries < 2n ? share : `${share}, once in ${tries.toLocaleString('en')}`;
}
