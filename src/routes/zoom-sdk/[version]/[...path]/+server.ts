import { text } from '@sveltejs/kit';
import { sdkFile } from '#features/meetings/queries/sdk-file.server.ts';
import { SDK_FILE_HEADERS } from '#features/meetings/rules/frame-headers.ts';
import type { RequestHandler } from './$types';

/** Zoom's Meeting SDK from our own server: no other host sees who opens a meeting. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const file = await sdkFile(locals.app, params, request.headers);
  if (file === null) return text('There is no such file.', { status: 404 });
  return new Response(file.body, { headers: { ...SDK_FILE_HEADERS, ...file.headers } });
};
