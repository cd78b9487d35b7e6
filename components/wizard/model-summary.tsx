import { NetworkTable } from '#components/model/network-table.tsx';
import { NetworkPicture } from '#components/model/network-view.tsx';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import { groupThousands } from '#components/value/format-amount.ts';
import type { Network } from '#hooks/model/network.ts';

/** What a network is and costs: in figures, as a picture and step by step. */
export function ModelSummary({ network }: { network: Network }) {
  const { inputs, outputs, parameterCount, parameterBytes, multiplyAdds } = network.description;
  return (
    <div className="grid gap-5">
      <Figures>
        <Figure name="Parameters" note={formatBytes(parameterBytes)}>
          {groupThousands(parameterCount)}
        </Figure>
        <Figure name="Multiply–adds" note="for one sample">
          {groupThousands(multiplyAdds)}
        </Figure>
        <Figure name="Takes">
          <Shapes ends={inputs} />
        </Figure>
        <Figure name="Gives">
          <Shapes ends={outputs} />
        </Figure>
      </Figures>
      <NetworkPicture network={network} />
      <NetworkTable network={network} />
    </div>
  );
}

function Shapes({ ends }: { ends: readonly { name: string; shape: readonly number[] }[] }) {
  return (
    <span className="font-mono text-lead">
      {ends.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ')}
    </span>
  );
}
