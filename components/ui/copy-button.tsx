'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';

const SHOWN_MS = 1_600;

/** Copies a text, and says whether it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [result, setResult] = useState<'copied' | 'refused' | undefined>(undefined);

  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      // The browser refuses outside of secure pages; the text can still be selected.
      setResult('refused');
    }
  };

  const Icon = result === 'copied' ? Check : result === 'refused' ? X : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={label}
      data-hint={
        result === 'copied' ? 'Copied' : result === 'refused' ? 'The browser does not allow it' : label
      }
      className="relative inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-md text-ink-3 hover:bg-well hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
      <span role="status" className="sr-only">
        {result === 'copied'
          ? 'Copied'
          : result === 'refused'
            ? 'The browser does not allow copying here'
            : ''}
      </span>
    </button>
  );
}
