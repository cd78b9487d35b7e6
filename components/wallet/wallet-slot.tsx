'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { requestConnection } from '#hooks/wallet/connection-request.ts';
import { useMarketplaceChain } from '#hooks/wallet/chain-context.tsx';

/** The wallet's part of the head: a button at once, the wallet itself after the first paint. */
export function WalletSlot() {
  const chain = useMarketplaceChain();
  const [isWanted, setWanted] = useState(false);
  useEffect(() => afterPaint(() => setWanted(true)), []);
  if (chain === undefined) return null;
  return (
    // As wide as an account, so that nothing moves when one is connected.
    <span className="inline-flex w-20 justify-end sm:w-36">
      {isWanted ? <WalletMenu /> : <WalletPlaceholder />}
    </span>
  );
}

const WalletMenu = dynamic(async () => (await import('./wallet-menu.tsx')).WalletMenu, {
  ssr: false,
  loading: WalletPlaceholder,
});

function WalletPlaceholder() {
  return <Button onClick={requestConnection}>Connect</Button>;
}

/** Calls when the browser has painted the page and has nothing more urgent to do. */
function afterPaint(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, IDLE_TIMEOUT_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: IDLE_TIMEOUT_MS });
  return () => cancelIdleCallback(handle);
}

const IDLE_TIMEOUT_MS = 1_500;
