'use client';

import { useEffect, useState } from 'react';
import type { Content } from '#protocol/content/read-content.ts';
import { withOwnOrigin } from './gateways.ts';
import { useVisible } from './use-visible.ts';

/** Content on its way to the page. */
export type ContentState<Value> =
  { status: 'loading' } | { status: 'ready'; value: Value } | { status: 'failed'; error: unknown };

/** Where a task's content is, and how much of it a page takes. */
export type ContentPlace = {
  cid: string;
  /** Base URLs, asked in this order after the page’s own; none of them is trusted. */
  gateways: readonly string[];
  maxBytes: number;
};

/**
 * Fetches a content from gateways once its place on the page is seen, verifies it against its CID in the browser, and
 * reads it. Nothing of it runs.
 *
 * @param read Takes the content apart; must not change from one rendering to the next.
 * @returns The state, and a `ref` for the element that has to be seen.
 */
export function useContent<Value>(
  { cid, gateways, maxBytes }: ContentPlace,
  read: (content: Content, cid: string) => Value | Promise<Value>,
): { state: ContentState<Value>; ref: (element: Element | null) => void } {
  const { isVisible, ref } = useVisible();
  const [state, setState] = useState<ContentState<Value>>({ status: 'loading' });
  const places = gateways.join(' ');

  useEffect(() => {
    if (!isVisible) return;
    const abort = new AbortController();
    const load = async () => {
      const [{ fetchContent }, { toPointer }] = await Promise.all([
        import('#sdk/content/fetch-content.ts'),
        import('#protocol/content/pointer.ts'),
      ]);
      const content = await fetchContent({
        pointer: toPointer(cid),
        gateways: withOwnOrigin(places.split(' ').filter((place) => place !== '')),
        maxBytes,
        signal: abort.signal,
      });
      return read(content, cid);
    };
    load().then(
      (value) => {
        if (!abort.signal.aborted) setState({ status: 'ready', value });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ status: 'failed', error });
      },
    );
    return () => abort.abort();
  }, [cid, isVisible, maxBytes, places, read]);

  return { state, ref };
}
