'use client';

import { useEffect, useState } from 'react';
import { useMarketplaceChain } from '../wallet/chain-context.tsx';
import type { SavedSubmission } from './saved-submission.ts';
import { listSubmissions, onSubmissionsChanged } from './submission-store.ts';

/** The submissions on their way that this browser keeps; `undefined` until it has looked. */
export function useSavedSubmissions(): readonly SavedSubmission[] | undefined {
  const chain = useMarketplaceChain();
  const [saved, setSaved] = useState<readonly SavedSubmission[]>();
  useEffect(() => {
    if (chain === undefined) return;
    let isGone = false;
    const look = () => {
      listSubmissions(chain.deployment).then(
        (found) => {
          if (!isGone) setSaved(found);
        },
        (error: unknown) => console.warn('The submissions kept in this browser could not be read.', error),
      );
    };
    look();
    const end = onSubmissionsChanged(look);
    return () => {
      isGone = true;
      end();
    };
  }, [chain]);
  return saved;
}
