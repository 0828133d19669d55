import type { LiveClient } from './live-client.svelte.ts';

/** Where a page finds the live line, once it has been loaded. Apart from it, since the line itself weighs 15 kB. */
export const liveDoor = $state<{ client: LiveClient | null }>({ client: null });
