export type HeaderConfig = { readonly publicUrl: string; readonly paystack: { readonly baseUrl: string } };

const TWO_YEARS_SECONDS = 63_072_000;
const PAYSTACK_API = 'https://api.paystack.co';
const PAYSTACK_PAGE = 'https://checkout.paystack.com';

/** The headers of every answer. The content policy, with its nonces and `frame-ancestors`, is SvelteKit's. */
export function securityHeaders(config: HeaderConfig): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': permissionsPolicy({ devices: false }),
    'cross-origin-opener-policy': 'same-origin',
    ...(config.publicUrl.startsWith('https:')
      ? { 'strict-transport-security': `max-age=${TWO_YEARS_SECONDS}; includeSubDomains` }
      : {}),
  };
}

/** What browsers may offer to a page: nothing but, where people check them before a session, camera and microphone. */
export function permissionsPolicy({ devices }: { devices: boolean }): string {
  const who = devices ? '(self)' : '()';
  return `camera=${who}, microphone=${who}, geolocation=(), payment=(), usb=()`;
}

/** Where people pay: Paystack's page, or the stand-in's, which lives beside its API. */
export function paymentPageOrigin(config: HeaderConfig): string {
  return config.paystack.baseUrl === PAYSTACK_API ? PAYSTACK_PAGE : new URL(config.paystack.baseUrl).origin;
}
