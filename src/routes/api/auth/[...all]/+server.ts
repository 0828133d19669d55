import { answerAuth } from '#features/accounts/auth-http.server.ts';
import type { RequestHandler } from './$types';

/** Sign-up, sign-in, sign-out and "who am I" for programs; people use the pages. Everything else of the library stays shut. */
const answer: RequestHandler = ({ locals, params, request, getClientAddress }) =>
  answerAuth(locals.app, params.all, request, getClientAddress());

export const GET = answer;
export const POST = answer;
