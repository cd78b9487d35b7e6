const MEBIBYTE = 1n << 20n;

/** What creating a task takes from its owner, in the token’s base units. */
export type TaskCost = {
  /** Escrowed for improvements. */
  bounty: bigint;
  /** To the treasury. */
  creationFee: bigint;
  /** To the operators: each begun mebibyte of the storage quota. */
  storageFee: bigint;
  /** What the owner approves. */
  total: bigint;
};

/** What an owner pays for a task, from the terms that governance listed its token with. */
export function taskCost(parameters: {
  terms: { bounty: bigint; storageQuotaBytes: bigint };
  tokenTerms: { creationFee: bigint; storageFeePerMebibyte: bigint };
}): TaskCost {
  const { terms, tokenTerms } = parameters;
  const mebibytes = (terms.storageQuotaBytes + MEBIBYTE - 1n) / MEBIBYTE;
  const storageFee = mebibytes * tokenTerms.storageFeePerMebibyte;
  const { bounty } = terms;
  const { creationFee } = tokenTerms;
  return { bounty, creationFee, storageFee, total: bounty + creationFee + storageFee };
}
