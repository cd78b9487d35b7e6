/** More parameters than this (256 MiB of float32) are refused before anything is allocated. */
export const MAX_PARAMETERS = 2 ** 26;

/** No intermediate result of one sample may have more elements. */
export const MAX_SAMPLE_ELEMENTS = 2 ** 24;

/** All intermediate results of one `model.run` together; 512 MiB of float32, of which few are held at once. */
export const MAX_RUN_ELEMENTS = 2 ** 27;

/** What ONNX Runtime computes whatever the batch, mostly while it loads the model: no budget bounds it. */
export const MAX_FIXED_OPERATIONS = 2 ** 28;
