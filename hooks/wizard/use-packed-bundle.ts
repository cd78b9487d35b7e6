'use client';

import { useEffect, useState } from 'react';
import type { BundleFile } from '#protocol/task/bundle.ts';

/** What an upload would be: computed here, before anything is signed. */
export type PackedBundle = {
  /** The CID of the bundle’s folder. */
  root: string;
  /** Of all blocks together: what is stored, and paid for. */
  sizeBytes: number;
  cids: { architecture: string; parameters: string; evaluation: string; metadata: string };
};

export type PackedState =
  { status: 'packing' } | { status: 'packed'; bundle: PackedBundle } | { status: 'failed'; error: unknown };

/** Packs the files of a bundle whenever they change. */
export function usePackedBundle(files: readonly BundleFile[] | undefined): PackedState {
  const [packed, setPacked] = useState<{ of: readonly BundleFile[]; state: PackedState } | undefined>();

  useEffect(() => {
    if (files === undefined) return undefined;
    let isOutdated = false;
    pack(files).then(
      (bundle) => {
        if (!isOutdated) setPacked({ of: files, state: { status: 'packed', bundle } });
      },
      (error: unknown) => {
        if (!isOutdated) setPacked({ of: files, state: { status: 'failed', error } });
      },
    );
    return () => {
      isOutdated = true;
    };
  }, [files]);

  return packed !== undefined && packed.of === files ? packed.state : PACKING;
}

const PACKING: PackedState = { status: 'packing' };

async function pack(files: readonly BundleFile[]): Promise<PackedBundle> {
  const [{ packBundle }, { toCid }] = await Promise.all([
    import('#sdk/content/pack.ts'),
    import('#protocol/content/pointer.ts'),
  ]);
  const { root, sizeBytes, pointers } = await packBundle(files);
  const { architecture, parameters, evaluation, metadata } = pointers;
  return {
    root: root.toString(),
    sizeBytes,
    cids: {
      architecture: toCid(architecture).toString(),
      parameters: toCid(parameters).toString(),
      evaluation: toCid(evaluation).toString(),
      metadata: toCid(metadata).toString(),
    },
  };
}
