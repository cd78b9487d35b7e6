'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { SUBMISSION_DATABASE, SUBMISSION_KEPT } from '#hooks/submission/submission-database.ts';

const RevealReminder = dynamic(async () => (await import('./reveal-reminder.tsx')).RevealReminder, {
  ssr: false,
});

/** Loads the reminder where this browser has ever begun a submission, after everything else. */
export function RevealReminderSlot() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    let isGone = false;
    const want = () => {
      if (!isGone) setWanted(true);
    };
    hasSubmissionStore().then(
      (isThere) => {
        if (isThere) want();
      },
      // A browser that does not list its databases is looked into.
      want,
    );
    addEventListener(SUBMISSION_KEPT, want);
    return () => {
      isGone = true;
      removeEventListener(SUBMISSION_KEPT, want);
    };
  }, []);
  return isWanted ? <RevealReminder /> : null;
}

async function hasSubmissionStore(): Promise<boolean> {
  const databases = await indexedDB.databases();
  return databases.some(({ name }) => name === SUBMISSION_DATABASE);
}
