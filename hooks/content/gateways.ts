/**
 * Where this page looks for content: at its own address first, which asks the operators' gateways and has the page's
 * certificate, then at the gateways themselves. None of them is trusted: what does not match its hash is refused.
 */
export function withOwnOrigin(gateways: readonly string[]): string[] {
  return [...new Set([location.origin, ...gateways])];
}
