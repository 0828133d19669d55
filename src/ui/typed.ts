/** By form and field: what a person has typed and not sent. */
export type TypedTexts = Record<string, string>;
type TextField = HTMLInputElement | HTMLTextAreaElement;

const KEPT_TYPES: ReadonlySet<string> = new Set(['text', 'email', 'url', 'tel', 'number']);
/** Codes are good for once, and are nobody's to find again. */
const ONE_TIME = 'one-time-code';

const typed = new WeakSet<EventTarget>();

/** Remembers that a person has typed here; for the `input` event of the document. */
export function noteTyped({ target }: Event): void {
  if (isKept(target)) typed.add(target);
}

/** The same for what was typed before this page's script arrived, while the fields still know what the server wrote. */
export function noteEarlyTyped(): void {
  for (const field of textFields()) if (field.value !== field.defaultValue) typed.add(field);
}

/** What has been sent is nobody's draft any more. */
export function forgetTyped(form: HTMLFormElement): void {
  for (const field of form.elements) typed.delete(field);
}

/** The texts of the open page that were typed and not sent. */
export function typedTexts(): TypedTexts {
  return Object.fromEntries(
    textFields()
      .filter((field) => typed.has(field))
      .map((field) => [keyOf(field), field.value]),
  );
}

/** Types them again where the page still asks for them, and shows what a closed part would hide. */
export function typeAgain(texts: TypedTexts): void {
  for (const field of textFields()) {
    const text = texts[keyOf(field)];
    if (text === undefined) continue;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    for (let part = field.closest('details'); part !== null; part = part.parentElement?.closest('details') ?? null) {
      part.open = true;
    }
  }
}

function textFields(): TextField[] {
  return [...document.forms].flatMap((form) => [...form.elements].filter((field) => isKept(field)));
}

/** Forms that are sent by GET stand in the address anyway; passwords are kept by nobody. */
function isKept(field: unknown): field is TextField {
  if (!(field instanceof HTMLTextAreaElement) && !(field instanceof HTMLInputElement)) return false;
  const isText = field instanceof HTMLTextAreaElement || KEPT_TYPES.has(field.type);
  return isText && field.name !== '' && field.autocomplete !== ONE_TIME && field.form?.method === 'post';
}

/** Lists hold the same form many times: what it is about, in its hidden fields, tells them apart. */
function keyOf({ form, name }: TextField): string {
  const about = [...(form?.elements ?? [])].flatMap((field) =>
    field instanceof HTMLInputElement && field.type === 'hidden' && /id$/i.test(field.name) ? [field.value] : [],
  );
  return [form?.getAttribute('action') ?? '', ...about, name].join(' ');
}
