/**
 * What the frame with Zoom's client may do, and no other page of ours. Zoom builds code and workers at run time
 * (`unsafe-eval`, `blob:`), styles its parts inline, and talks with its own servers only; what it loads as files
 * comes from us.
 */
export const FRAME_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https://*.zoom.us",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    "connect-src 'self' data: blob: https://zoom.us https://*.zoom.us wss://*.zoom.us",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; '),
  'x-frame-options': 'SAMEORIGIN',
  'permissions-policy': 'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The page around the frame lends it camera and microphone, and is isolated with it; its content policy stays as strict as everywhere. */
export const AROUND_FRAME_HEADERS = {
  'permissions-policy': FRAME_HEADERS['permissions-policy'] ?? '',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Zoom's own files: the address holds the version, so they never change; workers need the isolation said again. */
export const SDK_FILE_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};
