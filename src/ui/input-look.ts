/** The look that text inputs, text areas and selects share. 16 px on phones, or iOS zooms into the field. */
export const inputLook = [
  'w-full rounded-sm border border-line-strong/60 bg-surface text-[1rem] text-ink md:text-base',
  'transition-[border-color,box-shadow] duration-150 hover:border-line-strong',
  'focus-visible:border-brand focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-brand',
  'aria-invalid:border-danger disabled:bg-sunken disabled:text-muted',
];
