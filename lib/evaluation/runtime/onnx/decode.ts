import { ArchitectureError } from '../architecture/error.ts';
import { type WireField, type WireReader, readFields, readPackedVarints } from './wire.ts';

/** Types that tensors of a graph may have, with ONNX's numbers for them and the bytes of an element. */
export const GRAPH_TYPES = {
  float32: { code: 1, bytes: 4 },
  int32: { code: 6, bytes: 4 },
  int64: { code: 7, bytes: 8 },
  bool: { code: 9, bytes: 1 },
} as const;

export type GraphType = keyof typeof GRAPH_TYPES;

/** A constant. `bytes` are little-endian; empty where a graph leaves the values of a parameter out. */
export type GraphTensor = { name: string; type: GraphType; dims: readonly number[]; bytes: Uint8Array };

export type GraphAttribute =
  | { kind: 'float'; value: number }
  | { kind: 'int'; value: bigint }
  | { kind: 'text'; value: string }
  | { kind: 'tensor'; value: GraphTensor }
  | { kind: 'floats'; value: readonly number[] }
  | { kind: 'ints'; value: readonly bigint[] }
  | { kind: 'texts'; value: readonly string[] };

export type GraphNode = {
  /** Where it is, for errors: `node[3] "name" (Conv)`. */
  label: string;
  name: string;
  opType: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: ReadonlyMap<string, GraphAttribute>;
};

/** An input or output; a dimension that is not a number is `undefined`. */
export type GraphValueInfo = { name: string; typeCode: number; dims: readonly (number | undefined)[] };

/** What of an ONNX file decides what it computes. */
export type Graph = {
  opset: number;
  nodes: readonly GraphNode[];
  initializers: ReadonlyMap<string, GraphTensor>;
  inputs: readonly GraphValueInfo[];
  outputs: readonly GraphValueInfo[];
};

const MAX_NODES = 4096;
const MAX_INITIALIZERS = 4096;
const MAX_LIST = 65_536;
const MAX_RANK = 8;
const MAX_NAME_CHARACTERS = 256;
/** Much of every graph is the same few words. */
const MAX_ENDS = 64;

/**
 * Reads an ONNX file, and refuses what a graph may not have: functions, subgraphs, custom domains, sparse and
 * external data. Descriptions and metadata are skipped.
 *
 * @throws ArchitectureError
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function decodeGraph(file: Uint8Array): Graph {
  let graph: Uint8Array | undefined;
  let opset: number | undefined;
  each(readFields(file), (field) => {
    switch (field.number) {
      case 7:
        if (graph) fail('it has two graphs');
        graph = bytesOf(field);
        break;
      case 8: {
        const imported = decodeOperatorSet(bytesOf(field));
        if (!isStandardDomain(imported.domain)) fail(`it imports the operators of ${quote(imported.domain)}`);
        if (opset !== undefined) fail('it imports two operator sets');
        opset = imported.version;
        break;
      }
      case 20:
        return fail('it has training information');
      case 25:
        return fail('it has functions of its own');
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 14:
      case 26:
        break;
      default:
        return unknown('the model', field);
    }
  });
  if (!graph) return fail('it has no graph');
  if (opset === undefined) return fail('it imports no operator set');
  return { opset, ...decodeGraphBody(graph) };
}

function decodeGraphBody(bytes: Uint8Array): Omit<Graph, 'opset'> {
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, GraphTensor>();
  const inputs: GraphValueInfo[] = [];
  const outputs: GraphValueInfo[] = [];
  each(readFields(bytes), (field) => {
    switch (field.number) {
      case 1:
        if (nodes.length === MAX_NODES) fail(`it has more than ${MAX_NODES} nodes`);
        nodes.push(decodeNode(bytesOf(field), nodes.length));
        break;
      case 5: {
        if (initializers.size === MAX_INITIALIZERS) fail(`it has more than ${MAX_INITIALIZERS} initializers`);
        const tensor = decodeTensor(bytesOf(field), 'an initializer');
        if (initializers.has(tensor.name)) fail(`two initializers are named ${quote(tensor.name)}`);
        initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        // Old files list their initializers among the inputs too.
        if (inputs.length === MAX_ENDS + MAX_INITIALIZERS) fail('it has too many inputs');
        inputs.push(decodeValueInfo(bytesOf(field)));
        break;
      case 12:
        if (outputs.length === MAX_ENDS) fail(`it has more than ${MAX_ENDS} outputs`);
        outputs.push(decodeValueInfo(bytesOf(field)));
        break;
      case 15:
        return fail('it has sparse initializers');
      case 2:
      case 10:
      case 13:
      case 14:
      case 16:
        break;
      default:
        return unknown('the graph', field);
    }
  });
  return { nodes, initializers, inputs, outputs };
}

function decodeOperatorSet(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  each(readFields(bytes), (field) => {
    if (field.number === 1) domain = nameOf(field);
    else if (field.number === 2) version = Number(BigInt.asIntN(64, varintOf(field)));
    else unknown('an operator set', field);
  });
  return { domain, version };
}

function decodeNode(bytes: Uint8Array, index: number): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Uint8Array[] = [];
  let name = '';
  let opType = '';
  let domain = '';
  each(readFields(bytes), (field) => {
    switch (field.number) {
      case 1:
        if (inputs.length === MAX_ENDS) fail(`node[${index}]: it has more than ${MAX_ENDS} inputs`);
        inputs.push(nameOf(field));
        break;
      case 2:
        if (outputs.length === MAX_ENDS) fail(`node[${index}]: it has more than ${MAX_ENDS} outputs`);
        outputs.push(nameOf(field));
        break;
      case 3:
        name = nameOf(field);
        break;
      case 4:
        opType = nameOf(field);
        break;
      case 5:
        if (attributes.length === MAX_ENDS) fail(`node[${index}]: it has more than ${MAX_ENDS} attributes`);
        attributes.push(bytesOf(field));
        break;
      case 7:
        domain = nameOf(field);
        break;
      case 6:
      case 9:
      case 10:
        break;
      default:
        return unknown(`node[${index}]`, field);
    }
  });
  const label = `node[${index}]${name === '' ? '' : ` ${quote(name)}`} (${opType})`;
  if (!isStandardDomain(domain)) fail(`${label}: operators of ${quote(domain)} are not allowed`);
  const decoded = new Map<string, GraphAttribute>();
  for (const attribute of attributes) {
    const [key, value] = decodeAttribute(attribute, label);
    if (decoded.has(key)) fail(`${label}: two attributes are named ${quote(key)}`);
    decoded.set(key, value);
  }
  return { label, name, opType, inputs, outputs, attributes: decoded };
}

/** `AttributeProto.AttributeType`. */
const ATTRIBUTE_KINDS = new Map<bigint, GraphAttribute['kind']>([
  [1n, 'float'],
  [2n, 'int'],
  [3n, 'text'],
  [4n, 'tensor'],
  [6n, 'floats'],
  [7n, 'ints'],
  [8n, 'texts'],
]);

function decodeAttribute(bytes: Uint8Array, label: string): [string, GraphAttribute] {
  let name = '';
  let type: bigint | undefined;
  let f = 0;
  let i = 0n;
  let s: string | undefined;
  let t: Uint8Array | undefined;
  const floats: number[] = [];
  const ints: bigint[] = [];
  const texts: string[] = [];
  each(readFields(bytes), (field) => {
    switch (field.number) {
      case 1:
        name = nameOf(field);
        break;
      case 2:
        f = floatOf(fixed32Of(field));
        break;
      case 3:
        i = BigInt.asIntN(64, varintOf(field));
        break;
      case 4:
        s = textOf(bytesOf(field));
        break;
      case 5:
        t = bytesOf(field);
        break;
      case 6:
      case 11:
        return fail(`${label}: it has a subgraph`);
      case 7:
        if (field.wire === 'fixed32') floats.push(floatOf(field.value));
        else for (const value of floatsOf(bytesOf(field))) floats.push(value);
        if (floats.length > MAX_LIST) fail(`${label}: an attribute has more than ${MAX_LIST} numbers`);
        break;
      case 8:
        if (field.wire === 'varint') ints.push(BigInt.asIntN(64, field.value));
        else for (const value of readPackedVarints(bytesOf(field), MAX_LIST)) ints.push(value);
        if (ints.length > MAX_LIST) fail(`${label}: an attribute has more than ${MAX_LIST} numbers`);
        break;
      case 9:
        if (texts.length === MAX_ENDS) fail(`${label}: an attribute has more than ${MAX_ENDS} texts`);
        texts.push(textOf(bytesOf(field)));
        break;
      case 20:
        type = varintOf(field);
        break;
      case 13:
        break;
      case 22:
      case 23:
        return fail(`${label}: it has sparse data`);
      default:
        return unknown(`an attribute of ${label}`, field);
    }
  });
  const kind = ATTRIBUTE_KINDS.get(type ?? 0n);
  switch (kind) {
    case 'float':
      return [name, { kind, value: f }];
    case 'int':
      return [name, { kind, value: i }];
    case 'text':
      return [name, { kind, value: s ?? '' }];
    case 'tensor':
      if (!t) return fail(`${label}: attribute ${quote(name)} has no tensor`);
      return [name, { kind, value: decodeTensor(t, label) }];
    case 'floats':
      return [name, { kind, value: floats }];
    case 'ints':
      return [name, { kind, value: ints }];
    case 'texts':
      return [name, { kind, value: texts }];
    case undefined:
      return fail(`${label}: attribute ${quote(name)} has a type that is not allowed`);
  }
}

function decodeTensor(bytes: Uint8Array, owner: string): GraphTensor {
  const dims: number[] = [];
  let name = '';
  let code = 0;
  let raw: Uint8Array | undefined;
  const listed: Uint8Array[] = [];
  let values: bigint[] | undefined;
  const addDimension = (value: bigint): void => {
    if (dims.length === MAX_RANK) fail(`${owner}: a tensor has more than ${MAX_RANK} dimensions`);
    if (value < 0n || value > 0x7fff_ffffn) fail(`${owner}: a tensor has a dimension of ${value}`);
    dims.push(Number(value));
  };
  each(readFields(bytes), (field) => {
    switch (field.number) {
      case 1:
        if (field.wire === 'varint') addDimension(BigInt.asIntN(64, field.value));
        else readPackedVarints(bytesOf(field), MAX_RANK).forEach(addDimension);
        break;
      case 2:
        code = Number(varintOf(field));
        break;
      case 4:
        if (listed.length === MAX_LIST) fail(`${owner}: a tensor lists more than ${MAX_LIST} values`);
        listed.push(field.wire === 'fixed32' ? field.value : bytesOf(field));
        break;
      case 5:
      case 7: {
        values ??= [];
        if (field.wire === 'varint') values.push(BigInt.asIntN(64, field.value));
        else for (const value of readPackedVarints(bytesOf(field), MAX_LIST)) values.push(value);
        if (values.length > MAX_LIST) fail(`${owner}: a tensor lists more than ${MAX_LIST} values`);
        break;
      }
      case 8:
        name = nameOf(field);
        break;
      case 9:
        raw = bytesOf(field);
        break;
      case 13:
        return fail(`${owner}: a tensor has external data`);
      case 14:
        if (varintOf(field) !== 0n) fail(`${owner}: a tensor has external data`);
        break;
      case 12:
      case 16:
        break;
      default:
        return unknown(`a tensor of ${owner}`, field);
    }
  });
  const place = name === '' ? owner : `tensor ${quote(name)}`;
  const type = typeOfCode(code);
  if (!type) return fail(`${place}: its type is not float32, int32, int64 or bool`);
  const elementBytes = GRAPH_TYPES[type].bytes;
  const elements = dims.reduce((product, dimension) => product * dimension, 1);
  const data = raw ?? (values ? encodeValues(values, elementBytes) : joined(listed));
  if (data.length !== 0 && data.length !== elements * elementBytes) {
    return fail(
      `${place}: it has ${data.length} bytes, its shape and type ask for ${elements * elementBytes}`,
    );
  }
  return { name, type, dims, bytes: data };
}

function decodeValueInfo(bytes: Uint8Array): GraphValueInfo {
  let name = '';
  let type: Uint8Array | undefined;
  each(readFields(bytes), (field) => {
    if (field.number === 1) name = nameOf(field);
    else if (field.number === 2) type = bytesOf(field);
    else if (field.number > 4) unknown('an input or output', field);
  });
  const fields = type ? readFields(type) : undefined;
  const tensor = fields?.next();
  if (tensor?.number !== 1) return fail(`${quote(name)} is not a tensor`);
  let typeCode = 0;
  let dims: readonly (number | undefined)[] | undefined;
  each(readFields(bytesOf(tensor)), (field) => {
    if (field.number === 1) typeCode = Number(varintOf(field));
    else if (field.number === 2) dims = decodeDimensions(bytesOf(field));
    else unknown(`the type of ${quote(name)}`, field);
  });
  return { name, typeCode, dims: dims ?? [] };
}

function decodeDimensions(bytes: Uint8Array): (number | undefined)[] {
  const dims: (number | undefined)[] = [];
  each(readFields(bytes), (field) => {
    if (field.number !== 1) return unknown('a shape', field);
    if (dims.length === MAX_RANK) fail(`an input or output has more than ${MAX_RANK} dimensions`);
    let size: number | undefined;
    each(readFields(bytesOf(field)), (part) => {
      if (part.number === 1) size = Number(BigInt.asIntN(64, varintOf(part)));
    });
    dims.push(size);
  });
  return dims;
}

export function typeOfCode(code: number): GraphType | undefined {
  switch (code) {
    case GRAPH_TYPES.float32.code:
      return 'float32';
    case GRAPH_TYPES.int32.code:
      return 'int32';
    case GRAPH_TYPES.int64.code:
      return 'int64';
    case GRAPH_TYPES.bool.code:
      return 'bool';
    default:
      return undefined;
  }
}

/** A name as errors show it. */
export function quote(name: string): string {
  return JSON.stringify(name);
}

function each(reader: WireReader, visit: (field: WireField) => void): void {
  for (let field = reader.next(); field; field = reader.next()) visit(field);
}

function bytesOf(field: WireField): Uint8Array {
  return field.wire === 'bytes' ? field.value : fail(`field ${field.number} has the wrong form`);
}

function varintOf(field: WireField): bigint {
  return field.wire === 'varint' ? field.value : fail(`field ${field.number} has the wrong form`);
}

function fixed32Of(field: WireField): Uint8Array {
  return field.wire === 'fixed32' ? field.value : fail(`field ${field.number} has the wrong form`);
}

function nameOf(field: WireField): string {
  const name = textOf(bytesOf(field));
  return name.length <= MAX_NAME_CHARACTERS ? name : fail('a name is longer than 256 characters');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return fail('a text is not UTF-8');
    throw error;
  }
}

function floatOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
}

function floatsOf(bytes: Uint8Array): number[] {
  if (bytes.length % 4 !== 0 || bytes.length > 4 * MAX_LIST)
    return fail('a list of numbers has the wrong length');
  return Array.from({ length: bytes.length / 4 }, (_, index) => floatOf(bytes.subarray(4 * index)));
}

function encodeValues(values: readonly bigint[], elementBytes: number): Uint8Array {
  const bytes = new Uint8Array(values.length * elementBytes);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (elementBytes === 8) view.setBigInt64(8 * index, value, true);
    else if (elementBytes === 4) view.setInt32(4 * index, Number(BigInt.asIntN(32, value)), true);
    else view.setUint8(index, value === 0n ? 0 : 1);
  });
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function isStandardDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function unknown(owner: string, { number }: WireField): never {
  return fail(`${owner} has a field ${number} that is not allowed`);
}

function fail(problem: string): never {
  throw new ArchitectureError(`The ONNX graph cannot be used: ${problem}.`);
}
