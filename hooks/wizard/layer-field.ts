/** A parameter of a kind of layer, as a form asks for it. */
export type LayerField = {
  name: string;
  /** `sizes`: one whole number, several parted by commas, or a word. */
  kind: 'integer' | 'real' | 'boolean' | 'choice' | 'sizes';
  isRequired: boolean;
  /** What holds when nothing is given. */
  usual: string | undefined;
  /** Of a choice. */
  options: readonly string[];
};

export type LayerType = { type: string; fields: readonly LayerField[]; takesSeveral: boolean };
