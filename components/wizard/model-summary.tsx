import { DataTable } from '#components/ui/data-table.tsx';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import { groupThousands } from '#components/value/format-amount.ts';
import type { ModelDescription } from '#hooks/wizard/use-model.ts';

/** What a network is and costs, step by step. */
export function ModelSummary({ description }: { description: ModelDescription }) {
  const { inputs, outputs, steps, parameterCount, parameterBytes, multiplyAdds } = description;
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
      <DataTable caption="The network, step by step">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Kind</th>
            <th scope="col">Shape after it</th>
            <th scope="col" className="text-right!">
              Parameters
            </th>
            <th scope="col" className="text-right!">
              Multiply–adds
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            <tr key={`${step.name}-${index}`}>
              <td className="font-mono text-[0.9em]">{step.name}</td>
              <td>{step.type}</td>
              <td className="font-mono text-[0.9em] whitespace-nowrap">[{step.outputShape.join(', ')}]</td>
              <td className="text-right">{groupThousands(step.parameterCount)}</td>
              <td className="text-right">{groupThousands(step.multiplyAdds)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
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
