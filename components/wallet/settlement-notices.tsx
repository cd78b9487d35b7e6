'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { Address } from 'viem';
import { useLiveEventListener } from '#hooks/live-events.tsx';
import {
  type SettledSubmission,
  browserAwaitedStore,
  findSettlements,
} from '#hooks/notifications/settlements.ts';

/** Tells the connected account when one of its submissions has ended, also while it was away. */
export function SettlementNotices({ account }: { account: Address }) {
  const router = useRouter();
  /** What happened while it was looked is looked for once more. */
  const looking = useRef({ isLooking: false, isOutdated: false });
  const look = useCallback(async () => {
    const state = looking.current;
    state.isOutdated = true;
    if (state.isLooking) return;
    state.isLooking = true;
    try {
      while (state.isOutdated) {
        state.isOutdated = false;
        const settled = await findSettlements({ account, store: browserAwaitedStore(account), fetchJson });
        for (const submission of settled) tell(submission, (href) => router.push(href));
      }
    } catch (error) {
      // The index is asked again with its next event.
      console.warn('Whether a submission has ended could not be asked.', error);
    } finally {
      state.isLooking = false;
    }
  }, [account, router]);

  useEffect(() => void look(), [look]);
  useLiveEventListener(({ isReset, accounts, submissionIds }) => {
    const awaited = new Set(browserAwaitedStore(account).read());
    if (isReset || accounts.includes(account) || submissionIds.some((id) => awaited.has(id))) void look();
  });
  return null;
}

async function fetchJson(path: string): Promise<unknown> {
  // What was true a moment ago is of no use here.
  const response = await fetch(path, { cache: 'no-store' });
  if (!response.ok && response.status !== 404) throw new Error(`the index answered ${response.status}`);
  return response.json();
}

function tell({ submissionId, taskId, index, status }: SettledSubmission, open: (href: string) => void) {
  const name = index === 0 ? `Your task ${taskId}` : `Your submission ${index} to task ${taskId}`;
  const options = {
    id: `settled-${submissionId}`,
    duration: Infinity,
    closeButton: true,
    action: { label: 'Show', onClick: () => open(`/tasks/${taskId}/submissions/${index}`) },
  };
  switch (status) {
    case 'Improved':
      toast.success(`${name} won`, {
        ...options,
        description: 'Payment and bond were credited; claim them on your account’s page.',
      });
      return;
    case 'Baseline':
      toast.success(`${name} is measured`, options);
      return;
    case 'NotImproved':
      toast.info(`${name} did not win`, options);
      return;
    case 'Expired':
      toast.warning(`${name} expired`, {
        ...options,
        description: 'The operators gave no verdict in time; the bond is yours again.',
      });
      return;
    default:
      toast.error(`${name} ended without a score`, { ...options, description: 'Its page says why.' });
  }
}
