'use client';

import dynamic from 'next/dynamic';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';

/** The place of what the connected account does as an operator; the wallet's code comes after the page. */
export function OwnOperatorSlot() {
  return useMarketplaceChain() === undefined ? null : <OwnOperator />;
}

const OwnOperator = dynamic(async () => (await import('./own-operator.tsx')).OwnOperator, { ssr: false });
