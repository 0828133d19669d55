/** The look that filter chips and filter menus share. */
export function chipLook(active: boolean): string {
  const look =
    'inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-full border px-3.5 text-md font-medium whitespace-nowrap transition-colors duration-150 select-none';
  return active
    ? `${look} border-brand bg-brand-soft text-brand hover:bg-brand-soft-strong`
    : `${look} border-line bg-surface text-ink shadow-soft hover:border-line-strong`;
}
