import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendHtml } from '../http.ts';
import { find } from './meetings.ts';
import { enter, leave } from './people.ts';
import type { StandIn } from './stand-in.ts';
import type { FakeMeeting } from './store.ts';

export const JOIN_PATH = /^\/j\/(\d+)$/;

/** Where `join_url` leads: says that nobody sees or hears anybody here, and comes and goes by two buttons. */
export async function answerJoin(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const meeting = find(standIn, JOIN_PATH.exec(url.pathname)?.[1] ?? '');
  if (meeting === null || url.searchParams.get('pwd') !== meeting.passcode) {
    sendHtml(
      response,
      404,
      layout('No such meeting', '<h1>No such meeting</h1><p>It was taken away, or never was.</p>'),
    );
    return;
  }
  const me = url.searchParams.get('me') ?? '';
  if (request.method === 'GET') sendHtml(response, 200, page(meeting, me));
  else if (request.method === 'POST') await act(standIn, meeting, me, request, response);
  else response.writeHead(405, { allow: 'GET, POST' }).end();
}

async function act(
  standIn: StandIn,
  meeting: FakeMeeting,
  me: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const form = new URLSearchParams(await readBody(request));
  const here = `/j/${meeting.id}?pwd=${meeting.passcode}`;
  const goTo = (location: string) => response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
  if (form.get('do') === 'leave') {
    leave(standIn, meeting, me);
    return goTo(here);
  }
  const who = enter(standIn, meeting, { name: form.get('name') || 'Guest', email: form.get('email') ?? '' });
  return goTo(`${here}&me=${who.userId}`);
}

function page(meeting: FakeMeeting, me: string): string {
  const mine = meeting.participants.find(({ userId }) => userId === me);
  const inside = meeting.participants.map(({ name }) => `<li>${escape(name)}</li>`).join('');
  return layout(
    meeting.topic,
    `<p class="shop">Zoom stand-in</p>
<h1>${escape(meeting.topic)}</h1>
<p class="note">Nobody is seen or heard here: this page stands in for Zoom, and tells Mentorship who comes and goes.</p>
${inside === '' ? '<p>Nobody is inside yet.</p>' : `<p>Inside now:</p><ul>${inside}</ul>`}
<form method="post">
${mine === undefined ? doorForm() : `<p role="status">You are inside as ${escape(mine.name)}.</p>`}
<button name="do" value="${mine === undefined ? 'enter' : 'leave'}">${mine === undefined ? 'Enter the meeting' : 'Leave the meeting'}</button>
</form>`,
  );
}

function doorForm(): string {
  return `<label>Your name <input name="name" autocomplete="name" maxlength="80"></label>
<label>E-mail of your Zoom account, if you have one <input name="email" type="email" autocomplete="email" maxlength="254"></label>`;
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
<footer>Test stand-in for Zoom.</footer>
</body>
</html>
`;
}

const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:1.25rem;
padding:1.25rem;background:#10151d;color:#e8edf2;font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:28rem;padding:2rem;background:#1a222d;border-radius:1rem;overflow-wrap:anywhere}
h1{margin:.25rem 0;font-size:1.5rem}
.shop{font-weight:600;margin:0;color:#9cc2f5}
.note{padding:.75rem 1rem;border-radius:.625rem;background:#263242}
form{display:grid;gap:.75rem;margin-top:1rem}
label{display:grid;gap:.25rem}
input{min-height:2.75rem;padding:.5rem .75rem;border:1px solid #8a99a6;border-radius:.5rem;background:#10151d;color:inherit;font:inherit}
button{min-height:3rem;border:0;border-radius:.625rem;background:#1f6feb;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible,input:focus-visible{outline:3px solid #9cc2f5;outline-offset:2px}
footer{color:#b3bfca;font-size:.875rem}
`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
