'use client';

import { useEffect, useState } from 'react';
import type { LayerType } from './layer-field.ts';

/** Every kind of layer; empty until the part of the page that knows them is loaded. */
export function useLayerCatalogue(): readonly LayerType[] {
  const [catalogue, setCatalogue] = useState<readonly LayerType[]>([]);
  useEffect(() => {
    let isGone = false;
    void import('./layer-catalogue.ts').then(({ readLayerCatalogue }) => {
      if (!isGone) setCatalogue(readLayerCatalogue());
    });
    return () => {
      isGone = true;
    };
  }, []);
  return catalogue;
}
