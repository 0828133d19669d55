/**
 * The time that a person picked. It stays theirs while it is offered, however often the page's data comes anew (a day
 * or a month is turned to, a notification arrives, a form is refused); when the address asks for another, that one counts.
 */
export class KeptChoice {
  readonly #offered: () => readonly string[];
  readonly #preset: string | undefined;
  #chosen: string | undefined;

  /** `offered` and `preset` (what the address or a refused form asks for) are read again whenever they change. */
  constructor(offered: () => readonly string[], preset: () => string | undefined) {
    this.#offered = offered;
    this.#preset = $derived(preset());
    // By way of `#preset`: only another text sets the choice back, not the same one loaded again.
    this.#chosen = $derived(this.#preset);
  }

  get value(): string | undefined {
    return this.#chosen !== undefined && this.#offered().includes(this.#chosen) ? this.#chosen : undefined;
  }

  set value(startIso: string | undefined) {
    this.#chosen = startIso;
  }
}

/** Every start that stands on the page: those of the chosen day, or of the whole week. */
export function offeredStarts(times: {
  readonly starts: readonly string[];
  readonly week: { readonly days: readonly { readonly starts: readonly string[] }[] } | null;
}): readonly string[] {
  return times.week?.days.flatMap(({ starts }) => starts) ?? times.starts;
}
