/** A sheet to be kept. The mark in front tells sheets that it is UTF-8. */
export function csvFile(name: string, text: string): Response {
  return new Response(`\ufeff${text}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
