'use client';

import dynamic from 'next/dynamic';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';
import type { ClaimPanelProps } from './claim-panel.tsx';

/** The place of what can be claimed; the wallet's code comes after the page. */
export function ClaimSlot(props: ClaimPanelProps) {
  return useMarketplaceChain() === undefined ? null : <ClaimPanel {...props} />;
}

const ClaimPanel = dynamic(async () => (await import('./claim-panel.tsx')).ClaimPanel, { ssr: false });
