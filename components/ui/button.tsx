import Link from 'next/link';
import type { ComponentProps } from 'react';

const SHAPE =
  'inline-flex min-h-9 cursor-pointer items-center justify-center gap-2 rounded-md border px-3.5 text-small font-medium whitespace-nowrap select-none disabled:cursor-not-allowed disabled:opacity-50';

const WEIGHTS = {
  strong: 'border-champion bg-champion text-on-champion hover:opacity-90',
  quiet: 'border-rule-strong bg-sheet text-ink hover:border-ink-3 hover:bg-well',
} as const;

type Weight = keyof typeof WEIGHTS;

export function Button({
  weight = 'quiet',
  className = '',
  ...rest
}: ComponentProps<'button'> & { weight?: Weight }) {
  return <button type="button" {...rest} className={`${SHAPE} ${WEIGHTS[weight]} ${className}`} />;
}

/** A link with the looks of a button: the one thing to do next. */
export function ButtonLink({
  weight = 'quiet',
  className = '',
  ...rest
}: ComponentProps<typeof Link> & { weight?: Weight }) {
  return <Link prefetch={false} {...rest} className={`${SHAPE} ${WEIGHTS[weight]} ${className}`} />;
}
