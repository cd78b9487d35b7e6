'use client';

import { useRouter } from 'next/navigation';
import {
  type ReactNode,
  createContext,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { LIVE_EVENT, PROGRESS_EVENT } from '#protocol/http/live-event-names.ts';
import type { LiveEvent } from '#protocol/http/live-events.ts';
import { ProgressContext, createProgressStore } from './submission-progress.ts';

/** How current the page is. */
export type LiveStatus = {
  connection: 'connecting' | 'live' | 'lost';
  /** The block that the index stands at, as far as this page has heard. */
  block: { number: number; timestamp: number } | undefined;
};

type Listener = (event: LiveEvent) => void;

const LiveContext = createContext<{ status: LiveStatus; subscribe: (listener: Listener) => () => void }>({
  status: { connection: 'connecting', block: undefined },
  subscribe: () => () => {},
});

/** Holds the page's one connection to the stream of events; the browser renews it and resumes by itself. */
export function LiveEventsProvider({ url, children }: { url: string; children: ReactNode }) {
  const [status, setStatus] = useState<LiveStatus>({ connection: 'connecting', block: undefined });
  const listeners = useRef(new Set<Listener>());
  const [progress] = useState(createProgressStore);

  useEffect(() => {
    const receive = (event: LiveEvent) => {
      setStatus({ connection: 'live', block: { number: event.blockNumber, timestamp: event.timestamp } });
      if (event.isReset) progress.clear();
      for (const tell of [...listeners.current]) tell(event);
    };
    const mark = (connection: LiveStatus['connection']) =>
      setStatus((current) => ({ ...current, connection }));
    const source = new EventSource(url);
    source.addEventListener('open', () => mark('live'));
    source.addEventListener('error', () => mark('lost'));
    // What reads the events is no part of the first load. Events that come before it wait for it, in their order.
    const schemas = Promise.all([
      import('#protocol/http/live-events.ts'),
      import('#protocol/http/progress.ts'),
    ]);
    const listen = (name: string, read: (data: unknown, known: Awaited<typeof schemas>) => void) =>
      source.addEventListener(name, (message: MessageEvent<string>) => {
        schemas.then(
          (known) => {
            if (source.readyState !== EventSource.CLOSED) read(JSON.parse(message.data), known);
          },
          () => mark('lost'),
        );
      });
    listen(LIVE_EVENT, (data, [{ liveEventSchema }]) => receive(liveEventSchema.parse(data)));
    listen(PROGRESS_EVENT, (data, [, { submissionProgressSchema }]) =>
      progress.tell(submissionProgressSchema.parse(data)),
    );
    return () => source.close();
  }, [progress, url]);

  const subscribe = useCallback((listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);

  const value = useMemo(() => ({ status, subscribe }), [status, subscribe]);
  return (
    <LiveContext value={value}>
      <ProgressContext value={progress}>{children}</ProgressContext>
    </LiveContext>
  );
}

export function useLiveStatus(): LiveStatus {
  return useContext(LiveContext).status;
}

/** Calls with each event of the stream. */
export function useLiveEventListener(listener: (event: LiveEvent) => void): void {
  const { subscribe } = useContext(LiveContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => subscribe((event) => latest.current(event)), [subscribe]);
}

/** What a page shows, and so which events make it outdated. */
export type LiveSubject =
  | { kind: 'everything' }
  | { kind: 'task'; taskId: number }
  /** Blocks pass while it waits, so every block counts. */
  | { kind: 'pending-submission'; submissionId: string }
  | { kind: 'submission'; submissionId: string }
  | { kind: 'account'; address: string };

/** A burst of blocks leads to one rendering. */
const SETTLE_MS = 150;

/** Renders the page's server components again when something that they show has changed. */
export function useLiveEvents(subject: LiveSubject): void {
  const { subscribe } = useContext(LiveContext);
  const router = useRouter();
  const shown = useRef(subject);

  useEffect(() => {
    shown.current = subject;
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOutdated = false;
    const refresh = () => {
      timer = undefined;
      if (document.visibilityState === 'hidden') {
        isOutdated = true;
        return;
      }
      isOutdated = false;
      startTransition(() => router.refresh());
    };
    const unsubscribe = subscribe((event) => {
      if (isAbout(event, shown.current)) timer ??= setTimeout(refresh, SETTLE_MS);
    });
    const catchUp = () => {
      if (isOutdated && document.visibilityState === 'visible') refresh();
    };
    document.addEventListener('visibilitychange', catchUp);
    return () => {
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener('visibilitychange', catchUp);
    };
  }, [router, subscribe]);
}

function isAbout(event: LiveEvent, subject: LiveSubject): boolean {
  if (event.isReset) return true;
  switch (subject.kind) {
    case 'everything':
      return event.taskIds.length > 0 || event.submissionIds.length > 0 || event.accounts.length > 0;
    case 'task':
      return event.taskIds.includes(subject.taskId);
    case 'submission':
      return event.submissionIds.includes(subject.submissionId);
    case 'pending-submission':
      return true;
    case 'account':
      return event.accounts.includes(subject.address);
  }
}
