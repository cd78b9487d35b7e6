/** The mark: a baseline, a target, and the champions that climb from one to the other. */
export function Mark({ className = '' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={className}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeLinecap="square"
    >
      <path d="M3 4h18M3 20h18" strokeWidth="2" />
      <path d="M5 16.5h4.2v-4.2h4.6V8h5" strokeWidth="2" stroke="var(--champion)" />
    </svg>
  );
}
