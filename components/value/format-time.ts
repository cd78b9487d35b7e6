const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** A length of time in its two largest units: "42 s", "3 min 10 s", "2 h 5 min", "12 d". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  if (whole < 10 * MINUTE_SECONDS) return join(whole, MINUTE_SECONDS, 'min', 1, 's');
  if (whole < HOUR_SECONDS) return `${Math.floor(whole / MINUTE_SECONDS)} min`;
  if (whole < DAY_SECONDS) return join(whole, HOUR_SECONDS, 'h', MINUTE_SECONDS, 'min');
  if (whole < 10 * DAY_SECONDS) return join(whole, DAY_SECONDS, 'd', HOUR_SECONDS, 'h');
  return `${Math.floor(whole / DAY_SECONDS)} d`;
}

/** A moment as seen from another: "3 min ago", "in 2 h". Both in Unix seconds. */
export function formatRelative({ at, now }: { at: number; now: number }): string {
  const difference = at - now;
  if (Math.abs(difference) < 2) return 'now';
  return difference < 0 ? `${formatDuration(-difference)} ago` : `in ${formatDuration(difference)}`;
}

/** A moment in Coordinated Universal Time: "2026-11-22 12:06:12 UTC". */
export function formatAbsolute(seconds: number): string {
  const [date = '', rest = ''] = new Date(seconds * 1000).toISOString().split('T');
  return `${date} ${rest.slice(0, 8)} UTC`;
}

function join(whole: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((whole % large) / small);
  const head = `${Math.floor(whole / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}
