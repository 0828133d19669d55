type SetHeaders = (headers: Record<string, string>) => void;

/** For a page whose address opens something: it is kept by no cache, and told to no other site. */
export function keepAddressSecret(setHeaders: SetHeaders): void {
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
}
