import type { MeetingFrameView } from '#features/meetings/queries/frame.server.ts';
import type { SessionView } from '#features/sessions/types.ts';

/** `left`: by Zoom's own button; `failed`: Zoom's client did not open. Then nothing is loaded until asked for again. */
export type FrameMoment = 'entering' | 'left' | 'failed';

type Meeting = { session: SessionView; frame: MeetingFrameView; sdkRoot: string; moment: FrameMoment };

const WORDS: Record<FrameMoment, string> = {
  entering: 'Opening the meeting…',
  left: 'You have left the meeting.',
  failed: 'The meeting did not open on this page. Please open it in Zoom instead, or try again.',
};

/** Works without a script, too: then "Open in Zoom" is all of it. */
export function meetingPage({ session, frame, sdkRoot, moment }: Meeting): string {
  const own = `/mentorship/session/${session.id}/zoom`;
  const outside = `<a class="button" href="${escape(frame.joinUrl)}" target="_blank" rel="noopener noreferrer">Open in Zoom</a>`;
  const again = `<a class="button" href="${own}">${moment === 'left' ? 'Enter again' : 'Try again'}</a>`;
  const ways = moment === 'entering' ? outside : `${outside} ${again}`;
  const data = `data-session="${session.id}" data-sdk="${sdkRoot}" data-left="${own}?left" data-failed="${own}?failed"`;
  const script = moment === 'entering' ? `<script src="/zoom-frame.js" type="module" ${data}></script>` : '';
  const door = `<main id="door"><p role="status" id="said">${WORDS[moment]}</p><p>${ways}</p></main>`;
  return page(session.title, door + script);
}

export function closedPage(sessionId: string): string {
  const back = `<a class="button" href="/mentorship/session/${sessionId}" target="_top">Back to the session</a>`;
  const words = 'This meeting cannot be entered here now. Its times and its link are on the page of the session.';
  return page('Meeting', `<main id="door"><p role="status">${words}</p><p>${back}</p></main>`);
}

function page(title: string, body: string): string {
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
${body}
</body>
</html>
`;
}

/** Dark in both themes, as the meeting is. */
const STYLE = `
*{box-sizing:border-box}
html,body{height:100%;margin:0;background:#10151d;color:#e8edf2;font:1rem/1.5 system-ui,sans-serif}
#door{min-height:100%;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:.75rem;padding:1.5rem;text-align:center}
#door[hidden]{display:none}
#door p{margin:0;max-width:34rem}
.button{display:inline-flex;align-items:center;min-height:2.75rem;margin:.25rem;padding:.5rem 1.25rem;border:1px solid #8a99a6;border-radius:.625rem;color:inherit;font-weight:600;text-decoration:none}
.button:hover{background:#263242}
.button:focus-visible{outline:3px solid #9cc2f5;outline-offset:2px}
`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
