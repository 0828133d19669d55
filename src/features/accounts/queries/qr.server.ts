import { encode } from 'uqr';

export type Qr = {
  /** In modules, quiet zone included. */ size: number;
  /** SVG path of the dark modules. */ path: string;
};

/** A QR code as one SVG path, so that the page draws it itself: no image, no inline style, nothing the policy refuses. */
export function qrOf(text: string): Qr {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { size, path };
}
