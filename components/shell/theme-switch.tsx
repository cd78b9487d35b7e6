'use client';

import { Contrast, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';

const THEMES = [
  { value: 'system', name: 'as the system', Icon: Contrast },
  { value: 'light', name: 'light', Icon: Sun },
  { value: 'dark', name: 'dark', Icon: Moon },
] as const;

/** Goes from the system's colours to light, to dark, and back. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // Only the browser knows what was chosen; the server's rendering and the first one here must agree.
  const isHydrated = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
  const index = isHydrated
    ? Math.max(
        0,
        THEMES.findIndex(({ value }) => value === theme),
      )
    : 0;
  const { name, Icon } = THEMES[index] ?? THEMES[0];
  const next = THEMES[(index + 1) % THEMES.length] ?? THEMES[0];
  return (
    <button
      type="button"
      onClick={() => setTheme(next.value)}
      aria-label={`Colours: ${name}`}
      data-hint={`Colours: ${name}`}
      className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-ink-2 hover:bg-well hover:text-ink"
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
    </button>
  );
}

function subscribeToNothing(): () => void {
  return () => {};
}
