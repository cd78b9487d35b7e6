'use client';

import { useEffect, useState } from 'react';

const SHOWN_MS = 1_600;

/** Outside of secure pages browsers refuse; the text can still be selected. */
const SAID = { copied: 'Copied', refused: 'The browser does not allow copying here' } as const;

type Result = { button: HTMLElement; outcome: keyof typeof SAID };

/** Copies the `data-copy` of the button that is pressed, and says whether it did. */
export function CopyLayer() {
  const [result, setResult] = useState<Result>();

  useEffect(() => {
    const copy = async (button: HTMLElement, text: string) => {
      try {
        await navigator.clipboard.writeText(text);
        setResult({ button, outcome: 'copied' });
      } catch {
        setResult({ button, outcome: 'refused' });
      }
    };
    const press = (event: MouseEvent) => {
      const button =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
      const text = button?.dataset['copy'];
      if (button && text !== undefined) void copy(button, text);
    };
    document.addEventListener('click', press);
    return () => document.removeEventListener('click', press);
  }, []);

  useEffect(() => {
    if (result === undefined) return;
    const { button, outcome } = result;
    button.setAttribute('data-copied', outcome);
    button.setAttribute('data-hint', SAID[outcome]);
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => {
      clearTimeout(timer);
      button.removeAttribute('data-copied');
      button.setAttribute('data-hint', button.getAttribute('aria-label') ?? '');
    };
  }, [result]);

  return (
    <span role="status" className="sr-only">
      {result ? SAID[result.outcome] : ''}
    </span>
  );
}
