const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** A size with three significant digits: `312 bytes`, `4.56 KiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${bytes === 1 ? 'byte' : UNITS[power]}`;
}
