/** The name under which evaluation code appears in its own stack traces. */
export const EVALUATION_FILE = 'evaluation.js';

/** The name of the prelude in stack traces. */
export const PRELUDE_FILE = 'prelude.js';

/**
 * Runs inside the sandbox before any evaluation code: removes what is not the same everywhere, and wraps the host's
 * functions, which take and give ArrayBuffers, into the documented API. The host checks every argument again, for
 * evaluation code can change the prototypes used here.
 *
 * It returns `[invoke, describe]`: what calls the judge, and what makes a text of anything thrown.
 */
export const PRELUDE = `(function (host) {
  'use strict';
  delete Math.random;
  for (const name of ['Atomics', 'SharedArrayBuffer', 'WeakRef', 'FinalizationRegistry', 'performance']) {
    delete globalThis[name];
  }

  const numbers = (values) =>
    values instanceof Float32Array || values instanceof Float64Array ? values : new Float64Array(values);
  const elements = (values) =>
    values instanceof Float32Array || values instanceof Int32Array ? values : new Float32Array(values);
  // The host takes whole buffers.
  const whole = (values) => (values.byteLength === values.buffer.byteLength ? values : values.slice());

  const random = Object.freeze({
    uniform: (count, low = 0, high = 1) => new Float32Array(host.uniform(+count, +low, +high)),
    normal: (count, mean = 0, deviation = 1) => new Float32Array(host.normal(+count, +mean, +deviation)),
    integers: (count, low, high) => new Int32Array(host.integers(+count, +low, +high)),
    permutation: (count) => new Int32Array(host.permutation(+count)),
    choice: (values, count = 1) => {
      const picked = new Int32Array(host.integers(+count, 0, +values.length));
      return Array.from(picked, (index) => values[index]);
    },
  });

  const metric = (name) => (prediction, target) => {
    const p = whole(numbers(prediction));
    const t = whole(numbers(target));
    return host.metric(name, p.buffer, +p.length, +p.BYTES_PER_ELEMENT, t.buffer, +t.length, +t.BYTES_PER_ELEMENT);
  };
  const metrics = Object.freeze(Object.fromEntries(host.metricNames.split(',').map((name) => [name, metric(name)])));

  const tensor = Object.freeze({
    argMax: (values, width) => {
      const v = whole(numbers(values));
      return new Int32Array(host.argMax(v.buffer, +v.length, +v.BYTES_PER_ELEMENT, +width));
    },
  });

  const model = Object.freeze({
    run: async (inputs) => {
      const parts = [];
      for (const [name, input] of Object.entries(inputs)) {
        const bare = Array.isArray(input) || ArrayBuffer.isView(input);
        const data = whole(elements(bare ? input : input.data));
        const dims = bare || input.dims === undefined ? '' : Array.from(input.dims).join();
        parts.push(name, data.buffer, +data.length, dims, data instanceof Int32Array);
      }
      const results = await host.run(...parts);
      const outputs = [];
      for (let index = 0; index < results.length; index += 3) {
        const dims = results[index + 2].split(',').map(Number);
        outputs.push([results[index], { data: new Float32Array(results[index + 1]), dims }]);
      }
      return Object.fromEntries(outputs);
    },
  });

  const describe = (error) => {
    try {
      if (!(error instanceof Error)) return 'Thrown: ' + String(error);
      return error.name + ': ' + error.message + '\\n' + error.stack;
    } catch {
      return 'An error that cannot be described was thrown.';
    }
  };

  const invoke = async (evaluate) => {
    try {
      const score = await evaluate({ random, model, metrics, tensor });
      if (typeof score === 'number') return score;
      return 'TypeError: evaluate must return a number from 0 to 1, it returned ' +
        (score === null ? 'null' : typeof score) + '.';
    } catch (error) {
      return describe(error);
    }
  };

  return [invoke, describe];
})`;
