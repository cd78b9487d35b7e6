'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

const TermMeaning = dynamic(async () => (await import('./term-meaning.tsx')).TermMeaning, { ssr: false });

/** Shows the `data-meaning` of the term that is pressed. What that takes is loaded with the first one. */
export function TermLayer() {
  const [shown, setShown] = useState<{ anchor: HTMLElement; meaning: string }>();

  useEffect(() => {
    const toggle = (event: MouseEvent) => {
      const anchor =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-meaning]') : null;
      const meaning = anchor?.dataset['meaning'];
      if (anchor === null || meaning === undefined) return;
      setShown((current) => (current?.anchor === anchor ? undefined : { anchor, meaning }));
    };
    document.addEventListener('click', toggle);
    return () => document.removeEventListener('click', toggle);
  }, []);

  useEffect(() => {
    if (shown === undefined) return;
    shown.anchor.setAttribute('aria-expanded', 'true');
    return () => shown.anchor.setAttribute('aria-expanded', 'false');
  }, [shown]);

  // A touch on another term shows that one before this one hears that it was left.
  const close = () => setShown((current) => (current === shown ? undefined : current));
  return shown ? <TermMeaning {...shown} onClose={close} /> : null;
}
