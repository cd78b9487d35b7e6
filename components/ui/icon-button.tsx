import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

/** A small button that an icon says enough of, in a row of its kind. */
export function IconButton({
  label,
  icon: Icon,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: LucideIcon }) {
  return (
    <button
      type="button"
      aria-label={label}
      data-hint={label}
      {...rest}
      className="inline-flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-md text-ink-2 hover:bg-well hover:text-ink disabled:cursor-not-allowed disabled:opacity-40"
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
    </button>
  );
}
