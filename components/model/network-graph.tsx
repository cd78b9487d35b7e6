'use client';

import { graphlib, layout } from '@dagrejs/dagre';
import {
  Background,
  Controls,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import * as z from 'zod/mini';
import type { Network, NetworkNode } from '#hooks/model/network.ts';
import { groupThousands } from '#components/value/format-amount.ts';
import { formatShape } from './network-table.tsx';

/** Where dagre puts the middle of a node. */
const placeSchema = z.object({ x: z.number(), y: z.number() });

const NODE = { width: 104, height: 58 } as const;

type StepNode = Node<{ node: NetworkNode }, 'step'>;

const NODE_TYPES = { step: StepBox };

/** A network drawn from its inputs to its outputs. It is only looked at; the table beside it holds the same. */
export function NetworkGraph({ network }: { network: Network }) {
  const { nodes, edges } = useMemo(() => arrange(network), [network]);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      fitView
      fitViewOptions={{ maxZoom: 1, padding: 0.04 }}
      minZoom={0.1}
      maxZoom={2}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      // The page scrolls on; buttons zoom.
      zoomOnScroll={false}
      preventScrolling={false}
      proOptions={{ hideAttribution: true }}
      aria-label={`The network: ${network.description.steps.map(({ type }) => type).join(', ')}`}
    >
      <Background color="var(--rule)" gap={16} size={1} />
      <Controls
        showInteractive={false}
        className="overflow-hidden rounded-md border border-rule-strong [&_button]:!border-rule [&_button]:!bg-sheet [&_button]:!p-1.5 [&_button]:!text-ink-2 [&_svg]:!fill-current"
      />
    </ReactFlow>
  );
}

function StepBox({ data: { node } }: NodeProps<StepNode>) {
  const { kind, title, shape, parameterCount } = node;
  const look = kind === 'step' ? 'border-rule-strong bg-paper' : 'border-champion bg-champion-wash';
  return (
    <div
      className={`flex h-full flex-col justify-center rounded-md border px-2.5 text-note leading-tight ${look}`}
      style={NODE}
    >
      <Handle type="target" position={Position.Left} className="!invisible" />
      <span className="truncate font-medium text-ink">{title}</span>
      <span className="truncate text-ink-2">{formatShape(shape)}</span>
      {parameterCount > 0 ? (
        <span className="truncate text-ink-3">{groupThousands(parameterCount)} params</span>
      ) : kind === 'step' ? null : (
        <span className="text-ink-3">{kind}</span>
      )}
      <Handle type="source" position={Position.Right} className="!invisible" />
    </div>
  );
}

/** Layers from left to right. */
function arrange(network: Network): { nodes: StepNode[]; edges: Edge[] } {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 22 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of network.nodes) graph.setNode(id, { ...NODE });
  for (const { from, to } of network.edges) graph.setEdge(from, to);
  layout(graph);
  return {
    nodes: network.nodes.map((node) => {
      const { x, y } = placeSchema.parse(graph.node(node.id));
      return {
        id: node.id,
        type: 'step',
        position: { x: x - NODE.width / 2, y: y - NODE.height / 2 },
        data: { node },
        ...NODE,
      };
    }),
    edges: network.edges.map(({ from, to }) => ({
      id: `${from} to ${to}`,
      source: from,
      target: to,
      style: { stroke: 'var(--ink-3)', strokeWidth: 1.25 },
    })),
  };
}
