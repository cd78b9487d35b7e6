/** The name under which evaluation code appears in its own stack traces. */
export const EVALUATION_FILE = 'evaluation.js';

/** The name of the prelude in stack traces. */
export const PRELUDE_FILE = 'prelude.js';

/**
 * Runs inside the sandbox before any evaluation code: removes what is not the same everywhere, and wraps the host's
 * functions, which take and give ArrayBuffers, into the documented API. The host checks every argument again, for
 * evaluation code can change the prototypes used here.
 *
 * It returns `[invoke, describe, newTypeError]`: what calls the judge, what makes a text of anything thrown, and what makes an
 * error of a text.
 */
export const PRELUDE = `(function (host) {
  'use strict';
  delete Math.random;
  for (const name of ['Atomics', 'SharedArrayBuffer', 'WeakRef', 'FinalizationRegistry', 'performance']) {
    delete globalThis[name];
  }
  const { keys, freeze, fromEntries } = Object;
  const { isView } = ArrayBuffer;
  const { isArray } = Array;
  const { parse } = JSON;
  const resolve = Promise.resolve.bind(Promise);
  const reject = Promise.reject.bind(Promise);

  const numbers = (values) =>
    values instanceof Float32Array || values instanceof Float64Array ? values : new Float64Array(values);
  const numbersOf = (values) =>
    values instanceof Float32Array || values instanceof Int32Array ? values : new Float32Array(values);
  const integers = (values) => (values instanceof Int32Array ? values : new Int32Array(values));
  // The host takes whole buffers.
  const whole = (values) => (values.byteLength === values.buffer.byteLength ? values : values.slice());

  const random = freeze({
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
  const metrics = freeze(Object.fromEntries(host.metricNames.split(',').map((name) => [name, metric(name)])));

  const tensor = freeze({
    argMax: (values, width) => {
      const v = whole(numbers(values));
      return new Int32Array(host.argMax(v.buffer, +v.length, +v.BYTES_PER_ELEMENT, +width));
    },
    scale: (values, factor, offset = 0) => {
      const v = whole(values instanceof Uint8Array ? values : numbers(values));
      return new Float32Array(host.scale(v.buffer, +v.length, +v.BYTES_PER_ELEMENT, +factor, +offset));
    },
    multiply: (first, second) => {
      const a = whole(numbers(first));
      const b = whole(numbers(second));
      return new Float32Array(
        host.multiply(a.buffer, +a.length, +a.BYTES_PER_ELEMENT, b.buffer, +b.length, +b.BYTES_PER_ELEMENT));
    },
  });

  const rowsOf = (name, rows, rowBytes) => {
    const r = whole(integers(rows));
    return host.dataRows('' + name, r.buffer, +r.length, rowBytes);
  };
  const data = freeze({
    names: () => freeze(parse(host.dataNames())),
    bytes: (name, start = 0, end = -1) => new Uint8Array(host.dataBytes('' + name, 1, +start, +end)),
    int32: (name, start = 0, end = -1) => new Int32Array(host.dataBytes('' + name, 4, +start, +end)),
    float32: (name, start = 0, end = -1) => new Float32Array(host.dataBytes('' + name, 4, +start, +end)),
    rows: (name, width, rows) => new Uint8Array(rowsOf(name, rows, +width)),
    float32Rows: (name, width, rows) => new Float32Array(rowsOf(name, rows, 4 * width)),
    text: (name) => host.dataText('' + name),
    json: (name) => parse(host.dataText('' + name)),
  });

  let plan;
  const shown = (dims) => '[' + Array.from(dims).join(', ') + ']';
  const fits = (dims, batch, shape) => {
    if (dims.length !== shape.length + 1 || dims[0] !== batch) return false;
    for (let axis = 0; axis < shape.length; axis++) if (dims[axis + 1] !== shape[axis]) return false;
    return true;
  };
  const perform = (given) => {
    const { inputs, outputs } = plan;
    const names = keys(given);
    let isComplete = names.length === inputs.length;
    const parts = [];
    let batch = 0;
    for (const { name, shape, elements } of inputs) {
      if (!isComplete || !names.includes(name)) {
        isComplete = false;
        break;
      }
      const input = given[name];
      const isBare = isView(input) || isArray(input);
      const values = whole(numbersOf(isBare ? input : input.data));
      batch = values.length / elements;
      if (!isBare && input.dims !== undefined && !fits(input.dims, batch, shape)) {
        throw new TypeError('model.run: ' + name + ' has ' + values.length + ' values and dims ' + shown(input.dims) +
          ', expected ' + shown(['batch', ...shape]));
      }
      parts.push(values.buffer, +values.length, values instanceof Int32Array);
    }
    if (!isComplete) {
      const expected = inputs.map(({ name }) => name).join(', ');
      throw new TypeError(inputs.length === 1
        ? 'model.run: the model has one input, named ' + expected
        : 'model.run: the model has ' + inputs.length + ' inputs, named ' + expected);
    }
    const result = host.run(...parts);
    const results = outputs.length === 1 ? [result] : result;
    return fromEntries(outputs.map(({ name, shape }, index) =>
      [name, { data: new Float32Array(results[index]), dims: [batch, ...shape] }]));
  };
  const model = freeze({
    run: (inputs) => {
      try {
        return resolve(perform(inputs));
      } catch (error) {
        return reject(error);
      }
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

  const api = freeze({ random, model, metrics, tensor, data });
  const invoke = async (evaluate) => {
    try {
      plan = parse(host.plan());
      const score = await evaluate(api);
      if (typeof score === 'number') return score;
      return 'TypeError: evaluate must return a number from 0 to 1, it returned ' +
        (score === null ? 'null' : typeof score) + '.';
    } catch (error) {
      return describe(error);
    }
  };

  return [invoke, describe, (message) => new TypeError(message)];
})`;
