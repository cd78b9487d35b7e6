const NAME_COLUMNS = 62;
const BLOCK_COLUMNS = 10;
const GAS_COLUMNS = 12;

/** What is told of a finished step besides its name. */
export type StepFacts = {
  /** The block of the transaction that ended the step. */
  block?: bigint | number | undefined;
  /** Gas of its transactions. */
  gas?: bigint | undefined;
  /** One sentence about what came out. */
  note?: string | undefined;
};

/** Tells a person what happens, one line a step: number, name, block, gas, duration. */
export type Narrator = {
  /** Runs a step and tells it when it is done. */
  step<Value>(name: string, run: () => Promise<{ value: Value } & StepFacts>): Promise<Value>;
  heading(text: string): void;
  say(text: string): void;
};

export function createNarrator({ write }: { write: (line: string) => void }): Narrator {
  let count = 0;
  const integer = new Intl.NumberFormat('en');
  const columns = (values: readonly (readonly [string, number])[]) =>
    values.map(([text, width]) => (width > 0 ? text.padEnd(width) : text.padStart(-width))).join('  ');
  return {
    async step(name, run) {
      count += 1;
      const startedAt = performance.now();
      const { value, block, gas, note } = await run();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      write(
        columns([
          [String(count), -3],
          [name, NAME_COLUMNS],
          [block === undefined ? '' : `block ${block}`, -BLOCK_COLUMNS],
          [gas === undefined ? '' : `${integer.format(gas)} gas`, -GAS_COLUMNS],
          [`${seconds} s`, -7],
        ]),
      );
      if (note !== undefined) write(`     ${note}`);
      return value;
    },
    heading: (text) => write(`\n${text}`),
    say: (text) => write(text),
  };
}
