import type { Attachment } from 'svelte/attachments';

/**
 * Makes a `<details>` close like a menu: on Escape (the focus goes back to its summary), on a click or focus
 * elsewhere, and when a link in it is followed.
 */
export const closesLikeMenu: Attachment<HTMLDetailsElement> = (details) => {
  const controller = new AbortController();
  const { signal } = controller;

  details.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !details.open) return;
      details.open = false;
      details.querySelector('summary')?.focus();
    },
    { signal },
  );

  details.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('a')) details.open = false;
    },
    { signal },
  );

  const closeOutside = (event: Event) => {
    if (details.open && event.target instanceof Node && !details.contains(event.target)) details.open = false;
  };
  addEventListener('click', closeOutside, { signal });
  addEventListener('focusin', closeOutside, { signal });

  return () => controller.abort();
};
