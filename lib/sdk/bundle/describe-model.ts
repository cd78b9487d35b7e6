/** What a network is and costs, before anything runs: for pages, which reach the evaluation runtime through the SDK only. */
export { type ModelDescription, describeModel } from '#evaluation/runtime/model/describe.ts';
