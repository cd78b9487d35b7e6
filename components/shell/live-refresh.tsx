'use client';

import { type LiveSubject, useLiveEvents } from '#hooks/live-events.tsx';

/** Keeps the page that it stands on current. */
export function LiveRefresh({ subject }: { subject: LiveSubject }) {
  useLiveEvents(subject);
  return null;
}
