const REGISTRY = Symbol.for('mentorship.registry');
type Registry = Map<string, unknown>;
type Holder = { [REGISTRY]?: Registry };

/**
 * Opens a process-wide thing once. The native entry and the bundle may each hold a copy of a module, so
 * the map lives on globalThis (decision 001).
 */
export function once<T>(name: string, open: () => T): T {
  const holder = globalThis as Holder;
  const registry = (holder[REGISTRY] ??= new Map());
  if (!registry.has(name)) registry.set(name, open());
  return registry.get(name) as T;
}

/** Forgets a thing that has been closed, so that a later `once` opens it anew. */
export function forget(name: string): void {
  (globalThis as Holder)[REGISTRY]?.delete(name);
}

/** What a process has put under this name, or null while it has not. */
export function registered<T>(name: string): T | null {
  return ((globalThis as Holder)[REGISTRY]?.get(name) as T | undefined) ?? null;
}
