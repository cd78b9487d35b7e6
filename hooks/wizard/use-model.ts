'use client';

import { useEffect, useState } from 'react';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { Network } from '../model/network.ts';
import { networkFiles } from './bundle-files.ts';
import type { ModelForm } from './task-form.ts';

/** What the network and its initial parameters come to. */
export type ModelState =
  | { status: 'reading' }
  /** The graph has not been given yet. */
  | { status: 'missing' }
  /** The architecture cannot be used; the error names the layer. */
  | { status: 'unusable'; error: unknown }
  | {
      status: 'described';
      network: Network;
      parameters:
        | { status: 'fit'; bytes: Uint8Array<ArrayBuffer> }
        | { status: 'unfit'; reason: InvalidReason }
        /** They cannot be made: a graph without values. */
        | { status: 'failed'; error: unknown };
    };

type Described = { of: ModelForm; state: ModelState };

/**
 * Reads the network and its parameters, by the rules of a verdict, whenever they change. While a change is being read,
 * what was known before stays in sight, and is said not to be current.
 */
export function useModel(model: ModelForm): { state: ModelState; isCurrent: boolean } {
  const [described, setDescribed] = useState<Described | undefined>(undefined);

  useEffect(() => {
    let isOutdated = false;
    void describe(model).then((state) => {
      if (!isOutdated) setDescribed({ of: model, state });
    });
    return () => {
      isOutdated = true;
    };
  }, [model]);

  return { state: described?.state ?? READING, isCurrent: described?.of === model };
}

const READING: ModelState = { status: 'reading' };

async function describe(model: ModelForm): Promise<ModelState> {
  const files = networkFiles(model);
  if (files === undefined) return { status: 'missing' };
  try {
    const [{ readNetwork }, { checkParameters }, { createParameters }] = await Promise.all([
      import('../model/network.ts'),
      import('#sdk/bundle/check-parameters.ts'),
      import('#sdk/bundle/create-parameters.ts'),
    ]);
    const network = readNetwork(files);
    if (model.parameters.kind === 'file') {
      const { bytes } = model.parameters.file;
      const reason = checkParameters({ ...files, parameters: bytes });
      return {
        status: 'described',
        network,
        parameters: reason ? { status: 'unfit', reason } : { status: 'fit', bytes },
      };
    }
    try {
      const bytes = createParameters({ ...files, seed: model.parameters.seed });
      return { status: 'described', network, parameters: { status: 'fit', bytes } };
    } catch (error) {
      return { status: 'described', network, parameters: { status: 'failed', error } };
    }
  } catch (error) {
    return { status: 'unusable', error };
  }
}
