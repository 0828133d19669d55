import { refreshAll } from '$app/navigation';

/** How browsers say that a request found no line: Chromium, Firefox, Safari. */
const NO_LINE = /Failed to fetch|NetworkError|Load failed/;

let waits = false;

/**
 * Brings the page's data up to date, because something has changed. Without a line the page stays as it is, and is
 * brought up to date once there is one again. Browser only.
 */
export async function refresh(load: () => Promise<void> = refreshAll): Promise<void> {
  try {
    await load();
  } catch (error) {
    if (!(error instanceof TypeError && NO_LINE.test(error.message))) throw error;
    console.warn('No connection: the page stays as it is until there is one.');
    whenOnline(() => void refresh(load));
  }
}

function whenOnline(act: () => void): void {
  if (waits) return;
  waits = true;
  const again = () => {
    waits = false;
    act();
  };
  window.addEventListener('online', again, { once: true });
}
