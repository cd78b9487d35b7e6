import type { LayerField } from './layer-field.ts';

/** A parameter’s value as text: `3`, `3, 5`, `same`. */
export function formatLayerValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/**
 * The value that a text stands for; `undefined` for an empty one. What is no number stays text, so that the check of the
 * architecture says what is wrong with it.
 */
export function parseLayerValue(kind: LayerField['kind'], text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (kind === 'boolean') return trimmed === 'true';
  if (kind === 'choice') return trimmed;
  if (kind === 'sizes' && trimmed.includes(',')) {
    return trimmed
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => toNumber(part.trim()));
  }
  return toNumber(trimmed);
}

function toNumber(text: string): number | string {
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? number : text;
}
