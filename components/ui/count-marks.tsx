/** So many of so many, as marks that can be counted. */
export function CountMarks({ count, total, label }: { count: number; total: number; label: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className="inline-flex gap-0.5">
        {Array.from({ length: total }, (_, index) => (
          <span key={index} className={`h-3 w-1 ${index < count ? 'bg-champion' : 'bg-rule-strong'}`} />
        ))}
      </span>
      <span>
        {count} of {total} {label}
      </span>
    </span>
  );
}
