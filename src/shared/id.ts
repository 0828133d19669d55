declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type PersonId = Brand<'person'>;
export type CourseId = Brand<'course'>;
export type LessonId = Brand<'lesson'>;
export type OfferingId = Brand<'offering'>;
export type SessionId = Brand<'session'>;
export type ChargeId = Brand<'charge'>;
export type RefundId = Brand<'refund'>;
export type AnyId = PersonId | CourseId | LessonId | OfferingId | SessionId | ChargeId | RefundId;

/** Where ids and secrets come from, so that the simulator can replay them. */
export type Random = { bytes(count: number): Uint8Array };

export const systemRandom: Random = { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };

/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits, so that new rows
 * land at the end of an index.
 */
export function newId<Id extends string = string>(random: Random, epochMilliseconds: number): Id {
  const bytes = random.bytes(16);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  view.setUint16(0, Math.floor(epochMilliseconds / 2 ** 32));
  view.setUint32(2, epochMilliseconds % 2 ** 32);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') as Id;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Reads an id that came from outside. A text that is no UUID can name nothing, so it reads as the nil
 * UUID, which no row has: it is then answered exactly like any other unknown id.
 */
export function readId<Id extends string>(text: string): Id {
  return (UUID.test(text) ? text.toLowerCase() : NOBODY) as Id;
}

export const REFERENCE_PREFIX = 'mnt-';

/** A payment reference: `mnt-` and 160 random bits in hex, within Paystack's alphabet `[A-Za-z0-9-.=]`. */
export function newReference(random: Random): string {
  return REFERENCE_PREFIX + Array.from(random.bytes(20), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** True for a reference that this product made; any other belongs to someone else on the same Paystack account. */
export function isOurReference(reference: string): boolean {
  return /^mnt-[0-9a-f]{40}$/.test(reference);
}
