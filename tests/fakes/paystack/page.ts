import { formatMoney, minor } from '#shared/money.ts';
import { callbackFor, cancelFor, offersTransfer } from './payments.ts';
import type { StandIn } from './stand-in.ts';
import type { FakeTransaction } from './store.ts';

/** The hosted payment page as HTML: works without JavaScript, every button posts `outcome`. */
export function paymentPage({ merchantName, publicUrl }: StandIn, one: FakeTransaction): string {
  const amount = formatMoney(minor(one.amountMinor), one.currency);
  const body = `<p class="shop">${escape(merchantName)}</p>
<h1>${escape(amount)}</h1>
<p class="who">${escape(one.email)}</p>
${partFor(one, `${publicUrl()}/pay/${one.accessCode}/pay`, amount)}`;
  return layout(`Pay ${amount}`, body);
}

export function unknownPage(): string {
  return layout('Not found', '<h1>No such payment</h1><p>This payment page does not exist. Go back to the shop.</p>');
}

function partFor(one: FakeTransaction, action: string, amount: string): string {
  switch (one.status) {
    case 'success':
    case 'reversed':
      return `<p class="note good" role="status">This payment has been made.</p>${linkTo(callbackFor(one), 'Continue')}`;
    case 'ongoing':
    case 'pending':
    case 'processing':
    case 'queued':
      return waitingPart(one, action, amount);
    case 'failed':
      return `<p class="note bad" role="alert">The payment was declined. No money was taken. You can try again.</p>
${payForm(one, action, amount)}`;
    case 'abandoned':
      return payForm(one, action, amount);
  }
}

function payForm(one: FakeTransaction, action: string, amount: string): string {
  const transfer = button('pending', 'Pay by bank transfer', 'second');
  return `<form method="post" action="${escape(action)}">
${button('success', `Pay ${amount}`, 'first')}
${offersTransfer(one) ? transfer : ''}
${button('fail', 'Decline the payment', 'second')}
${button('abandon', 'Cancel', 'quiet')}
</form>`;
}

function waitingPart(one: FakeTransaction, action: string, amount: string): string {
  return `<div class="note" role="status"><p>Waiting for your bank. Transfer exactly ${escape(amount)} to</p>
<p><strong>0123456789</strong><br>Paystack-Titan, test account</p></div>
<form method="post" action="${escape(action)}">
${button('success', 'The transfer has arrived', 'first')}
${button('fail', 'The transfer has failed', 'second')}
</form>
${linkTo(cancelFor(one), 'Back to the shop while waiting')}`;
}

function button(outcome: string, label: string, look: 'first' | 'second' | 'quiet'): string {
  return `<button class="${look}" name="outcome" value="${outcome}">${escape(label)}</button>`;
}

function linkTo(url: string | null, label: string): string {
  return url === null ? '' : `<p><a href="${escape(url)}">${escape(label)}</a></p>`;
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
<footer>Test stand-in for Paystack. No real money moves here.</footer>
</body>
</html>
`;
}

const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:1.25rem;
padding:1.25rem;background:#eef2f6;color:#14202b;font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:25rem;padding:2rem;background:#fff;border-radius:1rem;box-shadow:0 12px 40px #14202b1a;text-align:center}
h1{margin:.25rem 0;font-size:2.25rem;letter-spacing:-.02em}
p{margin:.5rem 0}
.shop{font-weight:600}
.who,footer{color:#4c5b69;overflow-wrap:anywhere}
footer{font-size:.875rem;text-align:center}
form{display:grid;gap:.625rem;margin-top:1.5rem}
button{min-height:3rem;padding:.5rem 1rem;border:1px solid transparent;border-radius:.625rem;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #0b6fb8;outline-offset:2px}
.first{background:#0a6b4b;color:#fff}
.first:hover{background:#085a3f}
.second{background:#fff;border-color:#8a99a6;color:#14202b}
.second:hover{background:#f3f6f8}
.quiet{background:none;color:#4c5b69;text-decoration:underline}
.note{margin-top:1.25rem;padding:.75rem 1rem;border-radius:.625rem;background:#fdf4dc}
.good{background:#e2f5ec}
.bad{background:#fdeaea}
a{color:#0a5a8f;display:inline-block;padding:.625rem}
`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
