import type { Network } from '#hooks/model/network.ts';
import { DataTable } from '#components/ui/data-table.tsx';
import { groupThousands } from '#components/value/format-amount.ts';

/** A network, step by step: what each gives, holds and costs. */
export function NetworkTable({ network }: { network: Network }) {
  const { inputs, steps, parameterCount, multiplyAdds } = network.description;
  return (
    <DataTable caption="The network, step by step">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Output shape</th>
          <th scope="col" className="!text-right">
            Parameters
          </th>
          <th scope="col" className="!text-right">
            Multiply–adds
          </th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ name, shape, type }) => (
          <tr key={name}>
            <td>
              input <code className="font-mono text-[0.9em]">{name}</code>{' '}
              <span className="text-ink-3">{type}</span>
            </td>
            <td>{formatShape(shape)}</td>
            <td className="text-right text-ink-3">–</td>
            <td className="text-right text-ink-3">–</td>
          </tr>
        ))}
        {steps.map((step, index) => (
          <tr key={index}>
            <td>
              {step.type}{' '}
              <span className="text-ink-3">
                {step.parameters.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(', ')}
              </span>
            </td>
            <td className="whitespace-nowrap">{formatShape(step.outputShape)}</td>
            <td className="text-right">{groupThousands(step.parameterCount)}</td>
            <td className="text-right">{groupThousands(step.multiplyAdds)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-medium">
          <td colSpan={2}>Together, for one sample</td>
          <td className="text-right">{groupThousands(parameterCount)}</td>
          <td className="text-right">{groupThousands(multiplyAdds)}</td>
        </tr>
      </tfoot>
    </DataTable>
  );
}

/** "28 × 28 × 1"; a single number has no shape to speak of. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.join(' × ');
}
