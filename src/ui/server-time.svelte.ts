import { afterNavigate } from '$app/navigation';
import { onMount } from 'svelte';
import { refresh } from './refresh.ts';
import { anchorAt, earlier, hasDrifted, serverNow, type Anchor, type DeviceTime } from './server-clock.ts';

const TICK_MS = 1_000;
/** Several countdowns of a page that ask at the same moment ask once. */
const ASK_AT_MOST_EVERY_MS = 2_000;
/** A clock that has run away and gets no answer (no connection) asks again. */
const ASK_AGAIN_MS = 15_000;

let askedMs = -Infinity;

/** Loads the page's data anew, and with it the server's time. Browser only. */
export function askServer(): void {
  if (performance.now() - askedMs < ASK_AT_MOST_EVERY_MS) return;
  askedMs = performance.now();
  void refresh();
}

/**
 * The server's time in the browser, ticking every second from `nowIso`, which each answer of the server brings anew.
 * It asks the server again when the page is looked at again, comes back from the browser's memory or the network, and
 * when the device seems to have slept or its clock was set. Made while a component is set up.
 */
export class ServerTime {
  /** Milliseconds since 1970; undefined until JavaScript is here. */
  nowMs = $state<number>();
  #anchor: Anchor | null = null;

  constructor(nowIso: () => string) {
    $effect(() => this.#set(anchorAt(nowIso(), deviceTime())));
    // The page that came with this document was written when its answer began, not when its JavaScript was ready.
    afterNavigate(({ type }) => {
      if (type === 'enter') this.#set(anchorAt(nowIso(), earlier(deviceTime(), sinceAnswerMs())));
    });
    onMount(() => this.#live());
  }

  #set(anchor: Anchor): void {
    this.#anchor = anchor;
    this.nowMs = serverNow(anchor, deviceTime());
  }

  #look(): void {
    if (this.#anchor === null) return;
    const device = deviceTime();
    this.nowMs = serverNow(this.#anchor, device);
    if (hasDrifted(this.#anchor, device) && performance.now() - askedMs > ASK_AGAIN_MS) askServer();
  }

  #live(): () => void {
    const timer = setInterval(() => this.#look(), TICK_MS);
    const seen = () => {
      if (document.visibilityState === 'visible') askServer();
    };
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (persisted) askServer();
    };
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('pageshow', shown);
    window.addEventListener('online', askServer);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('pageshow', shown);
      window.removeEventListener('online', askServer);
    };
  }
}

function deviceTime(): DeviceTime {
  return { steadyMs: performance.now(), wallMs: Date.now() };
}

function sinceAnswerMs(): number {
  const [navigation] = performance.getEntriesByType('navigation');
  const answered = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0;
  return answered > 0 ? performance.now() - answered : 0;
}
