/**
 * Stands for Node's modules in the browser's build (`next.config.mjs`): ONNX Runtime's glue imports them only where it runs
 * in Node, but a bundler follows every import.
 */
export {};
