/** A token as far as amounts of it are shown. */
export type Token = {
  address: string;
  symbol: string;
  /** Decimal places of a base unit. */
  decimals: number;
};

const SIGNIFICANT_DIGITS = 4;
const SHORT_FRACTION_DIGITS = 2;

/**
 * An amount of base units as text. `full` is exact. `short` has two decimals, below one unit four significant digits;
 * it is cut, not rounded, so that it never promises more than there is.
 */
export function formatAmount({ amount, decimals }: { amount: bigint; decimals: number }): {
  short: string;
  full: string;
} {
  const sign = amount < 0n ? '−' : '';
  const unit = 10n ** BigInt(decimals);
  const absolute = amount < 0n ? -amount : amount;
  const whole = groupThousands(absolute / unit);
  const digits = decimals === 0 ? '' : (absolute % unit).toString().padStart(decimals, '0');
  const leadingZeros = digits.length - digits.replace(/^0+/, '').length;
  const kept = absolute >= unit ? SHORT_FRACTION_DIGITS : leadingZeros + SIGNIFICANT_DIGITS;
  return {
    short: `${sign}${whole}${fraction(digits.slice(0, kept))}`,
    full: `${sign}${whole}${fraction(digits)}`,
  };
}

/** Thousands are set apart by commas. */
export function groupThousands(integer: bigint | number): string {
  return integer.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function fraction(digits: string): string {
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : `.${trimmed}`;
}
