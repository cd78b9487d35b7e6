'use client';

import type { Content } from '#protocol/content/read-content.ts';
import { type ContentPlace, type ContentState, useContent } from './use-content.ts';

/** A task's evaluation code as text, and the names and sizes of the files that it reads. */
export type EvaluationCode = { code: string; data: readonly { name: string; sizeBytes: number }[] };

/** Fetched when it is seen. It is shown, never run. */
export function useEvaluationCode(place: ContentPlace): {
  state: ContentState<EvaluationCode>;
  ref: (element: Element | null) => void;
} {
  return useContent(place, readCode);
}

async function readCode(content: Content, cid: string): Promise<EvaluationCode> {
  const [{ toEvaluationContent }, { parseCid }] = await Promise.all([
    import('#protocol/task/evaluation-content.ts'),
    import('#protocol/content/pointer.ts'),
  ]);
  const { evaluation, data } = toEvaluationContent(content, parseCid(cid));
  return {
    code: new TextDecoder().decode(evaluation),
    data: data.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length })),
  };
}
