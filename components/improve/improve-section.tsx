'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import type { Trainable } from '#examples/trainable.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';
import { IMPROVE_ANCHOR } from './improve-anchor.ts';

const ImprovePanel = dynamic(async () => (await import('./improve-panel.tsx')).ImprovePanel, {
  ssr: false,
  loading: () => <p className="min-h-40 text-small text-ink-3">Loading …</p>,
});

/** Where a task is improved: the network trained here, or parameters brought along. What it takes is loaded when it is asked for. */
export function ImproveSection(parameters: {
  taskId: number;
  title: string;
  token: Token;
  /** Whether the task takes submissions; what has begun here stays when it no longer does. */
  isOpen: boolean;
  /** The example that the task is, where a page can train it. */
  trainable: Trainable | undefined;
}) {
  const { trainable, isOpen } = parameters;
  const chain = useMarketplaceChain();
  const [way, setWay] = useState<'train' | 'bring'>();

  useEffect(() => {
    const follow = () => {
      if (location.hash === `#${IMPROVE_ANCHOR}`) setWay((current) => current ?? 'bring');
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  if (chain === undefined || (!isOpen && way === undefined)) return null;
  return (
    <div id={IMPROVE_ANCHOR} className="scroll-mt-6">
      <Section title="Improve it">
        {way === undefined ? (
          <div className="grid gap-4">
            <p className="max-w-prose text-ink-2">
              {trainable
                ? 'Train the network in this browser for a few seconds, or bring parameters of your own. Either way you see first how they do against the champion, and what a try costs and earns.'
                : 'Bring parameters that you have trained. You see first how they do against the champion, and what a try costs and earns.'}
            </p>
            <p className="flex flex-wrap gap-3">
              {trainable ? (
                <Button weight="strong" onClick={() => setWay('train')}>
                  Improve it here
                </Button>
              ) : null}
              <Button weight={trainable ? 'quiet' : 'strong'} onClick={() => setWay('bring')}>
                Bring parameters
              </Button>
            </p>
          </div>
        ) : (
          <ImprovePanel {...parameters} way={way} />
        )}
      </Section>
    </div>
  );
}
