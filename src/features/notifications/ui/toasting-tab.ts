const KEY = 'mentorship.toasts';

/**
 * Of several tabs only the one that was looked at last shows toasts. Returns the question and a way to stop. Where
 * the browser keeps nothing for us, every visible tab shows them.
 */
export function joinTabs(): { isMine(): boolean; leave(): void } {
  const me = crypto.getRandomValues(new Uint32Array(2)).join('.');
  const controller = new AbortController();
  const { signal } = controller;
  const isVisible = () => document.visibilityState === 'visible';
  const claim = () => isVisible() && write(me);
  const giveUp = () => read() === me && write(null);

  addEventListener('focus', claim, { signal });
  addEventListener('pointerdown', claim, { signal });
  addEventListener('pagehide', giveUp, { signal });
  document.addEventListener('visibilitychange', () => (isVisible() ? claim() : giveUp()), { signal });
  claim();
  return {
    isMine() {
      if (!isVisible()) return false;
      // Nobody's: the one that showed them was closed or hidden.
      if (read() === null) claim();
      return (read() ?? me) === me;
    },
    leave() {
      giveUp();
      controller.abort();
    },
  };
}

function read(): string | null {
  return stored((storage) => storage.getItem(KEY)) ?? null;
}

function write(value: string | null): void {
  stored((storage) => (value === null ? storage.removeItem(KEY) : storage.setItem(KEY, value)));
}

/** Storage throws where the person has forbidden it. */
function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
