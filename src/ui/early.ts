import { browser } from '$app/env';

let isFirstPageAlive = false;

/** To be called when the first page has its script. */
export function firstPageIsAlive(): void {
  isFirstPageAlive = true;
}

/**
 * What a person chose in the select of this id before the page had its script; null when nothing. Svelte keeps what was
 * typed and ticked then, and sets a select back to what the server wrote. To be asked before the select is taken over.
 */
export function earlyChoice(id: string): string | null {
  if (!browser || isFirstPageAlive) return null;
  const select = document.getElementById(id);
  if (!(select instanceof HTMLSelectElement)) return null;
  const [chosen] = select.selectedOptions;
  const wasWritten = [...select.options].some((option) => option.defaultSelected);
  return chosen === undefined || chosen.defaultSelected || !wasWritten ? null : chosen.value;
}

/** Whether the `<details>` of this id was opened before the page had its script: one whose state is bound would close again. */
export function wasOpened(id: string): boolean {
  if (!browser || isFirstPageAlive) return false;
  const details = document.getElementById(id);
  return details instanceof HTMLDetailsElement && details.open;
}
