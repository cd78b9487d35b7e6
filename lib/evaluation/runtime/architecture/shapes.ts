import { type Architecture, ArchitectureError, type Layer } from './schema.ts';

/** More parameters than this (256 MiB of float32) are refused before anything is allocated. */
export const MAX_PARAMETERS = 2 ** 26;

/** No intermediate result of one sample may have more elements. */
export const MAX_SAMPLE_ELEMENTS = 2 ** 24;

/** A layer with everything that follows from the layers before it. */
export type PlannedLayer = {
  layer: Layer;
  /** Shapes of one sample, without the batch dimension. */
  inputShape: readonly number[];
  outputShape: readonly number[];
  /** The layer's parameters: PyTorch's `state_dict` name and shape. */
  parameters: readonly { name: string; shape: readonly number[] }[];
  /** Multiplications (each with its addition) for one sample. */
  multiplyAdds: number;
};

/** What an architecture asks for, known before anything runs. */
export type ArchitecturePlan = {
  layers: readonly PlannedLayer[];
  input: { name: string; shape: readonly number[] };
  output: { name: string; shape: readonly number[] };
  /** Every parameter tensor, in the order of the layers. */
  parameters: ReadonlyMap<string, readonly number[]>;
  parameterCount: number;
  multiplyAdds: number;
};

/**
 * Infers all shapes of an architecture.
 *
 * @throws ArchitectureError which names the layer that does not fit or is too large.
 */
export function planArchitecture(architecture: Architecture): ArchitecturePlan {
  const layers: PlannedLayer[] = [];
  const parameters = new Map<string, readonly number[]>();
  let shape: readonly number[] = architecture.input.shape;
  let parameterCount = 0;
  checkSampleSize('input', shape);
  if (architecture.input.name === architecture.output.name) {
    throw new ArchitectureError(`input and output are both named "${architecture.input.name}".`);
  }
  architecture.layers.forEach((layer, index) => {
    const at = `layers[${index}] (${layer.type})`;
    const planned = { layer, inputShape: shape, ...planLayer({ layer, index, at, shape }) };
    checkSampleSize(at, planned.outputShape);
    for (const parameter of planned.parameters) {
      parameters.set(parameter.name, parameter.shape);
      parameterCount += elementCount(parameter.shape);
    }
    if (parameterCount > MAX_PARAMETERS) {
      throw new ArchitectureError(`${at}: more than ${MAX_PARAMETERS} parameters.`);
    }
    layers.push(planned);
    shape = planned.outputShape;
  });
  return {
    layers,
    input: architecture.input,
    output: { name: architecture.output.name, shape },
    parameters,
    parameterCount,
    multiplyAdds: layers.reduce((sum, planned) => sum + planned.multiplyAdds, 0),
  };
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function planLayer({
  layer,
  index,
  at,
  shape,
}: {
  layer: Layer;
  index: number;
  at: string;
  shape: readonly number[];
}): Pick<PlannedLayer, 'outputShape' | 'parameters' | 'multiplyAdds'> {
  const unchanged = { outputShape: shape, parameters: [], multiplyAdds: 0 };
  const weights = (weight: readonly number[], bias: boolean) => [
    { name: `${index}.weight`, shape: weight },
    ...(bias ? [{ name: `${index}.bias`, shape: weight.slice(0, 1) }] : []),
  ];
  switch (layer.type) {
    case 'linear': {
      const inFeatures = shape[shape.length - 1];
      if (inFeatures === undefined) throw new ArchitectureError(`${at}: its input has no dimension.`);
      const outputShape = [...shape.slice(0, -1), layer.outFeatures];
      return {
        outputShape,
        parameters: weights([layer.outFeatures, inFeatures], layer.bias),
        multiplyAdds: elementCount(outputShape) * inFeatures,
      };
    }
    case 'conv2d': {
      const [channels, height, width] = imageShape(at, shape);
      const [kernelHeight, kernelWidth] = pair(layer.kernelSize);
      const [strideHeight, strideWidth] = pair(layer.stride);
      const [paddingHeight, paddingWidth] = pair(layer.padding);
      const outputShape = [
        layer.outChannels,
        slide(at, height + 2 * paddingHeight, kernelHeight, strideHeight),
        slide(at, width + 2 * paddingWidth, kernelWidth, strideWidth),
      ];
      return {
        outputShape,
        parameters: weights([layer.outChannels, channels, kernelHeight, kernelWidth], layer.bias),
        multiplyAdds: elementCount(outputShape) * channels * kernelHeight * kernelWidth,
      };
    }
    case 'maxPool2d': {
      const [channels, height, width] = imageShape(at, shape);
      const [kernelHeight, kernelWidth] = pair(layer.kernelSize);
      const [strideHeight, strideWidth] = pair(layer.stride ?? layer.kernelSize);
      return {
        ...unchanged,
        outputShape: [
          channels,
          slide(at, height, kernelHeight, strideHeight),
          slide(at, width, kernelWidth, strideWidth),
        ],
      };
    }
    case 'flatten':
      return { ...unchanged, outputShape: [elementCount(shape)] };
    case 'dropout':
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'gelu':
    case 'softmax':
      return unchanged;
  }
}

/** A number stands for both directions, as in PyTorch. */
export function pair(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}

function imageShape(at: string, shape: readonly number[]): readonly [number, number, number] {
  const [channels, height, width, ...rest] = shape;
  if (channels === undefined || height === undefined || width === undefined || rest.length > 0) {
    throw new ArchitectureError(
      `${at}: its input is [${shape.join(', ')}], it needs [channels, height, width].`,
    );
  }
  return [channels, height, width];
}

/** How often a window fits: `floor((length − kernel) / stride) + 1`. */
function slide(at: string, length: number, kernelSize: number, stride: number): number {
  if (kernelSize > length) {
    throw new ArchitectureError(`${at}: its window of ${kernelSize} is larger than its input of ${length}.`);
  }
  return Math.floor((length - kernelSize) / stride) + 1;
}

function checkSampleSize(at: string, shape: readonly number[]): void {
  if (elementCount(shape) > MAX_SAMPLE_ELEMENTS) {
    throw new ArchitectureError(`${at}: one sample has more than ${MAX_SAMPLE_ELEMENTS} elements.`);
  }
}
