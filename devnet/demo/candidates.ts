import { initialise, train } from '#examples/x-squared/train.ts';
import { readSafetensors, writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';

/** Adam steps that take the x² network beyond R² = 0.999. */
const TRAINING_STEPS = 1_000;
const TRAINING_SEED = 7;
const WORSE_SEED = 99;
/** Significant decimal digits that a rounded copy keeps: too few to be the same file, enough to be no worse. */
const KEPT_DIGITS = 4;

/** Parameters that are really better: the baseline, trained. */
export function trainBetter(baseline: Uint8Array): Uint8Array<ArrayBuffer> {
  return train({ parameters: baseline, steps: TRAINING_STEPS, seed: TRAINING_SEED });
}

/** Parameters that nobody trained. */
export function initialiseWorse(): Uint8Array<ArrayBuffer> {
  return initialise(WORSE_SEED);
}

/** The same network saved again with slightly rounded numbers: another file, the same worth. */
export function roundParameters(parameters: Uint8Array): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    new Map(
      [...readSafetensors(parameters)].map(([name, { shape, bytes }]) => {
        const values = new Float32Array(bytes.slice().buffer);
        return [name, { shape, data: values.map((value) => Number(value.toPrecision(KEPT_DIGITS))) }];
      }),
    ),
  );
}
