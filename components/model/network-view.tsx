'use client';

import dynamic from 'next/dynamic';
import type { ContentPlace } from '#hooks/content/use-content.ts';
import type { Network } from '#hooks/model/network.ts';
import { useNetwork } from '#hooks/model/use-network.ts';
import { Problem } from '#components/ui/problem.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import { NetworkTable } from './network-table.tsx';

/** Of the picture, whatever it shows, so that nothing moves when it comes. */
const HEIGHT = 'h-64';
/** A picture of more is a tangle; the table still holds them all. */
const MOST_DRAWN_NODES = 160;

const NetworkGraph = dynamic(async () => (await import('./network-graph.tsx')).NetworkGraph, {
  ssr: false,
  loading: () => <Waiting text="Drawing the network" />,
});

/** A task's network as a picture and as a table, fetched from the operators and verified in the browser. */
export function NetworkView({ place }: { place: ContentPlace }) {
  const { state, ref } = useNetwork(place);
  return (
    <div ref={ref}>
      {state.status === 'ready' ? (
        <NetworkPicture network={state.value} />
      ) : (
        <div className={`${HEIGHT} border border-rule bg-sheet`}>
          {state.status === 'loading' ? (
            <Waiting text="Fetching the network" />
          ) : (
            <div className="p-4">
              <Problem error={state.error} />
            </div>
          )}
        </div>
      )}
      <p className="mt-2 min-h-5 text-small text-ink-3">
        {state.status === 'ready' ? summarise(state.value) : null}
      </p>
      {state.status === 'ready' ? (
        <details className="mt-1 text-small">
          <summary className="w-fit cursor-pointer text-ink-3 hover:text-ink">The network as a table</summary>
          <div className="mt-2">
            <NetworkTable network={state.value} />
          </div>
        </details>
      ) : (
        <p className="mt-1 h-5" />
      )}
    </div>
  );
}

/** A network that is at hand, as a picture. */
export function NetworkPicture({ network }: { network: Network }) {
  return (
    <div className={`${HEIGHT} border border-rule bg-sheet`}>
      {network.nodes.length <= MOST_DRAWN_NODES ? (
        <NetworkGraph network={network} />
      ) : (
        <Waiting
          text={`With ${network.nodes.length} nodes it is too large for a picture; the table has them all.`}
        />
      )}
    </div>
  );
}

function Waiting({ text }: { text: string }) {
  return <p className="flex h-full items-center justify-center px-6 text-small text-ink-3">{text}</p>;
}

function summarise({ description }: Network): string {
  const { parameterCount, multiplyAdds, steps } = description;
  return `${groupThousands(steps.length)} steps, ${groupThousands(parameterCount)} parameters, ${groupThousands(multiplyAdds)} multiply–adds for one sample.`;
}
