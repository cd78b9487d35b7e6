/** Parameters that may become a submission. */
export type Candidate = { name: string; parameters: Uint8Array<ArrayBuffer> };
