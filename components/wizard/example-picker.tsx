'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { EXAMPLES, EXAMPLE_NAMES, type ExampleName } from '#examples/registry.ts';
import { fetchExample } from '#hooks/wizard/fetch-example.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';

type Loading =
  { name: 'idle' } | { name: 'loading'; example: ExampleName } | { name: 'failed'; error: unknown };

/** Begins with a complete task that works; what was entered is replaced. */
export function ExamplePicker({
  onExample,
}: {
  onExample: (example: ExampleName, files: readonly BundleFile[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [loading, setLoading] = useState<Loading>({ name: 'idle' });
  const fetching = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => fetching.current?.abort(), []);

  const choose = (example: ExampleName) => {
    const stopping = new AbortController();
    fetching.current?.abort();
    fetching.current = stopping;
    setLoading({ name: 'loading', example });
    fetchExample(example, stopping.signal).then(
      (files) => {
        if (stopping.signal.aborted) return;
        onExample(example, files);
        setLoading({ name: 'idle' });
        setOpen(false);
      },
      (error: unknown) => {
        if (!stopping.signal.aborted) setLoading({ name: 'failed', error });
      },
    );
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Start from an example</Button>
      <Dialog
        title="Start from an example"
        description="Network, evaluation code, terms and description of a task that works. What you have entered so far is replaced."
        isOpen={isOpen}
        onOpenChange={setOpen}
      >
        <ul className="grid gap-1">
          {EXAMPLE_NAMES.map((name) => (
            <li key={name}>
              <button
                type="button"
                disabled={loading.name === 'loading'}
                onClick={() => choose(name)}
                className="w-full cursor-pointer rounded-md border border-transparent px-3 py-2 text-left text-small hover:border-rule-strong hover:bg-well disabled:cursor-wait"
              >
                <span className="font-medium">{EXAMPLES[name].metadata.title}</span>
                <span className="block text-ink-3">
                  {loading.name === 'loading' && loading.example === name
                    ? 'Loading …'
                    : EXAMPLES[name].metadata.tags.filter((tag) => tag !== 'example').join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {loading.name === 'failed' ? <Problem error={loading.error} /> : null}
      </Dialog>
    </>
  );
}
