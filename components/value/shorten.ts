/** The ends of an address or a hash, enough to tell them apart at a glance: "0x1a2b…9f0e". */
export function shortenHex(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

/** The ends of a CID; all CIDv1 begin alike, so that the end is longer: "bafk…q3x7tzva". */
export function shortenCid(cid: string): string {
  return cid.length <= 16 ? cid : `${cid.slice(0, 4)}…${cid.slice(-8)}`;
}
