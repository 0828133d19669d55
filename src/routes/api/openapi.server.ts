import { z } from 'zod';
import { authCookieName } from '#features/accounts/auth-cookie.server.ts';
import { actions, type Action } from '../action/[name]/registry.server.ts';
import { SUMMARIES } from '../action/[name]/summaries.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.server.ts';

type Schema = Record<string, unknown>;

const ERROR = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', description: 'Stable, for machines: `slot_taken`.' },
    message: { type: 'string', description: 'For people: what happened, and what about the money.' },
    fields: { type: 'object', additionalProperties: { type: 'string' }, description: 'Input → what is wrong with it.' },
    data: { description: 'Slots, state or amount, where they help.' },
  },
};

/** What an action may answer besides 200; each with `{ok:false,error}`. */
const ACTION_ERRORS: Readonly<Record<number, string>> = {
  400: 'The body is no JSON.',
  401: 'Nobody is signed in.',
  403: 'Your role may never do this, or the request came from another site.',
  404: 'Unknown, or not yours.',
  409: 'Its state, the slot or the version is not what you took it for; `data` has what is true now.',
  422: 'Invalid, or with unknown keys.',
  429: 'Too many tries.',
  502: 'The payment service did not answer; what was held is still held.',
};

/** OpenAPI 3.1 of `/action` and `/api`. What goes in is read off the very schemas that parse it. */
export function openApi(config: { readonly publicUrl: string }) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mentorship',
      version: '1',
      description: 'Signed in by session cookie, from the same origin only. Times are ISO UTC; `…Minor` is kobo.',
    },
    servers: [{ url: config.publicUrl }],
    paths: { ...Object.fromEntries([...actions.values()].map(actionPath)), ...endpointPaths() },
    components: {
      schemas: { Error: ERROR },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: authCookieName(config) } },
    },
  };
}

function actionPath({ name, input, permission }: Action): [string, Schema] {
  const refused = { type: 'object', required: ['ok', 'error'], properties: { ok: { const: false }, error: errorRef } };
  const done = { type: 'object', required: ['ok', 'data'], properties: { ok: { const: true }, data: {} } };
  const operation = {
    operationId: name,
    tags: ['Actions'],
    summary: SUMMARIES[name],
    description: `Permission: \`${permission}\`.`,
    security: [{ session: [] }],
    requestBody: { required: true, content: json(schemaOf(input)) },
    responses: {
      200: { description: 'Done.', content: json(done) },
      ...Object.fromEntries(
        Object.entries(ACTION_ERRORS).map(([status, description]) => [status, { description, content: json(refused) }]),
      ),
    },
  };
  return [`/action/${name}`, { post: operation }];
}

function endpointPaths(): Record<string, Schema> {
  const paths: Record<string, Schema> = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return paths;
}

function operationOf({ path, group, summary, query, body, answers }: Endpoint): Schema {
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))];
  const failed = json({ type: 'object', required: ['error'], properties: { error: errorRef } });
  return {
    tags: [group],
    summary,
    ...(group === 'Signed in' ? { security: [{ session: [] }] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(schemaOf(body)) } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [
        status,
        Number(status) < 400 || Number(status) === 503 ? { description } : { description, content: failed },
      ]),
    ),
  };
}

function pathParameters(path: string): Schema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): Schema[] {
  const { properties = {}, required = [] } = schemaOf(query) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const errorRef = { $ref: '#/components/schemas/Error' };

function json(schema: Schema) {
  return { 'application/json': { schema } };
}

/** As callers write it: before our defaults and transformations. */
function schemaOf(schema: z.ZodType): Schema {
  const described: Schema = { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
  delete described['$schema']; // the document says it once for all
  return described;
}
