'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';

const ReplayPanel = dynamic(async () => (await import('./replay-panel.tsx')).ReplayPanel, {
  ssr: false,
  loading: () => <p className="min-h-40 text-small text-ink-3">Loading …</p>,
});

/** Where anyone computes a verdict again. What that takes is loaded when it is asked for. */
export function ReplaySection({
  submissionId,
  gateways,
}: {
  submissionId: string;
  /** The operators’, as a beginning. */
  gateways: readonly string[];
}) {
  const chain = useMarketplaceChain();
  const [isOpen, setOpen] = useState(false);
  if (chain === undefined) return null;
  return (
    <Section title="Replay the verdict">
      {isOpen ? (
        <ReplayPanel submissionId={submissionId} gateways={gateways} />
      ) : (
        <div className="grid gap-4">
          <p className="max-w-prose text-ink-2">
            You need not believe anybody. Your browser reads the terms from the chain, fetches the content by
            its hash, runs every round again, and holds what it finds against what the operators signed.
          </p>
          <p>
            <Button onClick={() => setOpen(true)}>Replay in your browser</Button>
          </p>
        </div>
      )}
    </Section>
  );
}
