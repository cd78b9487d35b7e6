// How well does the network square numbers that nobody knew when it was trained?
// Runs in the sandbox once a round and model, with that round's own random source.
export default async function evaluate({ random, model, metrics, tensor }) {
  const x = random.uniform(1000, -10, 10);
  const { y } = await model.run({ x: { data: x, dims: [1000, 1] } });
  return metrics.rSquared(y.data, tensor.multiply(x, x));
}
