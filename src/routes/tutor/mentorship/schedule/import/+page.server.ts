import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import {
  importMentorshipOfferings,
  previewOfferingImport,
  type ImportPreview,
} from '#features/offerings/commands/import.server.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { teacherHere } from '../../../teacher.server.ts';
import { doneHref } from '../done.ts';
import { sheetText } from './sheet-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { role } = await teacherHere({ locals, url });
  return { role };
};

export const actions: Actions = {
  preview: async (event) => {
    const { csv } = await sentFile(event);
    const previewed = await execute(event.locals.app, previewOfferingImport, await event.locals.actor(), { csv });
    if (!previewed.ok) return refused(previewed, csv);
    return { csv, preview: previewed.value, errors: {} as Record<string, string>, message: null };
  },
  create: async (event) => {
    const { csv, skipWrong } = await sentFile(event);
    const input = { csv, skipWrong };
    const created = await execute(event.locals.app, importMentorshipOfferings, await event.locals.actor(), input);
    if (!created.ok) return refused(created, csv);
    redirect(303, doneHref('imported', 'offerings'));
  },
};

/** The chosen file, else the text in the field: so a line can be put right here after a file was looked at. */
async function sentFile({ request }: RequestEvent): Promise<{ csv: string; skipWrong: boolean }> {
  const data = await request.formData();
  const file = data.get('file');
  const typed = data.get('csv');
  const isFile = file instanceof File && (file.name !== '' || file.size > 0); // no file chosen: sent without a name
  const csv = isFile ? sheetText(await file.bytes()) : typeof typed === 'string' ? typed : '';
  return { csv, skipWrong: data.get('skipWrong') === 'true' };
}

/** A text that is too long is not sent back: it would only be too long again. */
function refused(refusal: Refusal, csv: string) {
  const kept = csv.length > settings.importMaxBytes ? '' : csv;
  const { lines, ...rest } = { lines: undefined, ...(refusal.data as Partial<ImportPreview> | undefined) };
  const preview = lines === undefined ? null : ({ lines, ...rest } as ImportPreview);
  const errors: Record<string, string> = preview === null ? { ...refusal.fields } : {};
  return fail(statusOf(refusal.reason), { csv: kept, preview, errors, message: refusal.message });
}
