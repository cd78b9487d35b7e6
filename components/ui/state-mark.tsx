import { Ban, Check, CircleDashed, CircleDot, Clock3, type LucideIcon, Minus, Trophy } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  /** Something can be done now. */
  open: { Icon: CircleDot, colour: 'text-champion' },
  /** Something is being waited for. */
  waiting: { Icon: Clock3, colour: 'text-challenger' },
  preparing: { Icon: CircleDashed, colour: 'text-challenger' },
  won: { Icon: Trophy, colour: 'text-champion' },
  done: { Icon: Check, colour: 'text-ink-3' },
  neutral: { Icon: Minus, colour: 'text-ink-3' },
  fault: { Icon: Ban, colour: 'text-fault' },
} satisfies Record<string, { Icon: LucideIcon; colour: string }>;

export type Tone = keyof typeof TONES;

/** A state in a word, told by shape as well as by colour. */
export function StateMark({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { Icon, colour } = TONES[tone];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={`size-3.5 shrink-0 ${colour}`} strokeWidth={2} />
      <span>{children}</span>
    </span>
  );
}
