'use client';

import type { Content } from '#protocol/content/read-content.ts';
import { type ContentPlace, type ContentState, useContent } from '../content/use-content.ts';
import type { Network } from './network.ts';

/** A task's network, fetched and read when it is seen; what reads it is loaded then too. */
export function useNetwork(place: ContentPlace): {
  state: ContentState<Network>;
  ref: (element: Element | null) => void;
} {
  return useContent(place, readContent);
}

async function readContent(content: Content, cid: string): Promise<Network> {
  const [{ readNetwork }, { toArchitectureContent }, { parseCid }] = await Promise.all([
    import('./network.ts'),
    import('#protocol/task/architecture-content.ts'),
    import('#protocol/content/pointer.ts'),
  ]);
  return readNetwork(toArchitectureContent(content, parseCid(cid)));
}
