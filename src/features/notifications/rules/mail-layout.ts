export type Link = { label: string; href: string };

export type MailParts = {
  heading: string;
  greeting: string;
  paragraphs: readonly string[];
  button: Link;
  links: readonly Link[];
  why: string;
  footLinks: readonly Link[];
  /** The product's own address. */
  home: string;
};

/**
 * The one look of our mails. Tables and styles in place, since mail programs know little else; the style block is for
 * those that know dark mode. Nothing is loaded from anywhere, so that opening a mail tells nobody.
 */
export function layOut(parts: MailParts): string {
  const paragraphs = [parts.greeting, ...parts.paragraphs].map(
    (paragraph) => `<p class="ink" style="margin:0 0 16px;color:${LIGHT.ink}">${withBreaks(paragraph)}</p>`,
  );
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(parts.heading)}</title>
<style>${STYLE}</style>
</head>
<body class="paper" style="margin:0;padding:0;background:${LIGHT.paper};-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px">${preheader(parts)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="paper" bgcolor="${LIGHT.paper}" style="background:${LIGHT.paper}">
<tr><td align="center" class="outside" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;text-align:left">
<tr><td style="padding:0 4px 16px"><a href="${escapeHtml(parts.home)}" class="brand" style="${FONT};font-size:17px;line-height:24px;font-weight:700;color:${LIGHT.brand};text-decoration:none">Mentorship</a></td></tr>
<tr><td class="surface line" bgcolor="${LIGHT.surface}" style="background:${LIGHT.surface};border:1px solid ${LIGHT.line};border-radius:12px;padding:28px;${FONT};font-size:16px;line-height:1.5;overflow-wrap:anywhere;word-break:break-word">
<h1 class="ink" style="margin:0 0 20px;font-size:22px;line-height:1.25;font-weight:700;color:${LIGHT.ink}">${escapeHtml(parts.heading)}</h1>
${paragraphs.join('\n')}
${button(parts)}
${parts.links.map(secondLink).join('\n')}
</td></tr>
<tr><td class="muted" style="padding:16px 4px 0;${FONT};font-size:13px;line-height:1.6;color:${LIGHT.muted};overflow-wrap:anywhere;word-break:break-word">
<p style="margin:0 0 4px">${escapeHtml(parts.why)}</p>
${parts.footLinks.map(footLink).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`;
}

/** The tokens of src/app.css, spelled out: mail programs know no variables. */
const LIGHT = {
  paper: '#faf8f4',
  surface: '#ffffff',
  ink: '#17211c',
  muted: '#5d6a62',
  line: '#e5e0d6',
  brand: '#0e6b4a',
  onBrand: '#ffffff',
} as const;
const DARK = {
  paper: '#0d1311',
  surface: '#151d1a',
  ink: '#e9efeb',
  muted: '#9daaa3',
  line: '#25302b',
  brand: '#4cc38f',
  onBrand: '#06130d',
} as const;

const FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.outside{padding:20px 12px!important}.surface{padding:20px!important}.button,.button a{display:block!important;width:auto!important;text-align:center!important}}
@media (prefers-color-scheme:dark){.paper{background:${DARK.paper}!important}.surface{background:${DARK.surface}!important}.line{border-color:${DARK.line}!important}.ink{color:${DARK.ink}!important}.muted{color:${DARK.muted}!important}.brand{color:${DARK.brand}!important}.fill{background:${DARK.brand}!important;color:${DARK.onBrand}!important}}`;

/** What a list of mails shows beside the subject; the blanks keep what follows out of it. */
function preheader({ paragraphs }: MailParts): string {
  return `${escapeHtml(paragraphs[0] ?? '')}${'&#8199;&#847; '.repeat(40)}`;
}

/** 48 pixels high: a finger's width, and more where the label breaks. */
function button({ button: { label, href } }: MailParts): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" class="button" style="margin:24px 0 8px"><tr><td class="fill" bgcolor="${LIGHT.brand}" style="background:${LIGHT.brand};border-radius:10px"><a href="${escapeHtml(href)}" class="fill" style="display:inline-block;min-height:20px;padding:14px 22px;border-radius:10px;background:${LIGHT.brand};color:${LIGHT.onBrand};${FONT};font-size:16px;line-height:20px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></td></tr></table>`;
}

function secondLink({ label, href }: Link): string {
  return `<p style="margin:0"><a href="${escapeHtml(href)}" class="brand" style="display:inline-block;padding:12px 0;line-height:20px;color:${LIGHT.brand};font-weight:600">${escapeHtml(label)}</a></p>`;
}

function footLink({ label, href }: Link): string {
  return `<p style="margin:0"><a href="${escapeHtml(href)}" class="muted" style="display:inline-block;padding:4px 0;color:${LIGHT.muted}">${escapeHtml(label)}</a></p>`;
}

/** What people typed is text: in an element, in an attribute, and with its line breaks. */
function withBreaks(text: string): string {
  return escapeHtml(text).replace(/\r\n?|\n/g, '<br>');
}

function escapeHtml(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters have no place in a page; breaks and tabs stay
  const printable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
  return printable.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
