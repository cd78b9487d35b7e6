/** How far a long work is. Without a total it only says that something goes on. */
export function ProgressBar({
  label,
  value,
  total,
}: {
  label: string;
  value: number;
  total: number | undefined;
}) {
  const share = total === undefined || total === 0 ? undefined : Math.min(1, value / total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(share === undefined ? {} : { 'aria-valuemax': total, 'aria-valuenow': value })}
      className="h-1.5 w-full overflow-hidden rounded-sm bg-well"
    >
      <div
        className={`h-full bg-champion ${share === undefined ? 'w-1/3 animate-pulse' : 'transition-[width]'}`}
        style={share === undefined ? undefined : { width: `${100 * share}%` }}
      />
    </div>
  );
}
