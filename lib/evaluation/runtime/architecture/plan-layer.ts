import { planActivation, planPrelu } from './layers/activation.ts';
import { planAdaptivePooling } from './layers/adaptive-pooling.ts';
import { planArrangement } from './layers/arrangement.ts';
import { planConvolution } from './layers/convolution.ts';
import { planEmbedding } from './layers/embedding.ts';
import type { LayerContext, LayerPlan } from './layers/layer.ts';
import { planLinear } from './layers/linear.ts';
import { planMerge } from './layers/merge.ts';
import { planBatchNorm, planLayerNorm } from './layers/normalization.ts';
import { planPooling } from './layers/pooling.ts';
import type { Layer } from './schema.ts';

/** Layers that whole numbers may enter; all others compute with real numbers. */
const WHOLE_NUMBER_LAYERS: ReadonlySet<Layer['type']> = new Set([
  'embedding',
  'flatten',
  'reshape',
  'permute',
  'dropout',
  'identity',
]);

/**
 * What follows from a layer and what enters it.
 *
 * @throws ArchitectureError which names the layer that does not fit.
 */
export function planLayer(layer: Layer, context: LayerContext): LayerPlan {
  if (!WHOLE_NUMBER_LAYERS.has(layer.type) && context.inputs.some(({ type }) => type === 'int32')) {
    return context.fail('its input is whole numbers, they need an embedding first.');
  }
  switch (layer.type) {
    case 'linear':
      return planLinear(layer, context);
    case 'conv1d':
    case 'conv2d':
      return planConvolution(layer, context);
    case 'maxPool1d':
    case 'maxPool2d':
    case 'avgPool1d':
    case 'avgPool2d':
      return planPooling(layer, context);
    case 'adaptiveAvgPool1d':
    case 'adaptiveAvgPool2d':
    case 'adaptiveMaxPool1d':
    case 'adaptiveMaxPool2d':
      return planAdaptivePooling(layer, context);
    case 'batchNorm1d':
    case 'batchNorm2d':
      return planBatchNorm(layer, context);
    case 'layerNorm':
      return planLayerNorm(layer, context);
    case 'embedding':
      return planEmbedding(layer, context);
    case 'flatten':
    case 'reshape':
    case 'permute':
    case 'dropout':
    case 'identity':
      return planArrangement(layer, context);
    case 'prelu':
      return planPrelu(layer, context);
    case 'add':
    case 'multiply':
    case 'concat':
      return planMerge(layer, context);
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'gelu':
    case 'softmax':
    case 'logSoftmax':
    case 'leakyRelu':
    case 'elu':
    case 'celu':
    case 'selu':
    case 'silu':
    case 'mish':
    case 'softplus':
    case 'softsign':
    case 'logSigmoid':
    case 'hardsigmoid':
    case 'hardswish':
    case 'relu6':
    case 'hardtanh':
      return planActivation(layer, context);
  }
}
