/** One parameter or field: its name, what it may be, and whether it must be given. */
export type Field = { name: string; type: string; required: boolean };
export type Call = {
  id: string;
  method: string;
  path: string;
  summary: string;
  fields: Field[];
  answers: { status: string; text: string }[];
};
export type Group = { name: string; calls: Call[] };

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  anyOf?: Schema[];
  items?: Schema;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
};
type Operation = {
  tags: string[];
  summary?: string;
  parameters?: { name: string; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { description: string }>;
};

/** An OpenAPI description as groups of calls with plain words for types. */
export function readable(document: { paths: Record<string, unknown> }): Group[] {
  const groups = new Map<string, Call[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods as Record<string, Operation>)) {
      const name = operation.tags[0] ?? 'Other';
      groups.set(name, [...(groups.get(name) ?? []), callOf(method, path, operation)]);
    }
  }
  return [...groups].map(([name, calls]) => ({ name, calls }));
}

function callOf(method: string, path: string, operation: Operation): Call {
  const body = operation.requestBody?.content['application/json'].schema;
  return {
    id: path.replaceAll(/[^\w]+/g, '-').replace(/^-|-$/g, ''),
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    fields: [
      ...(operation.parameters ?? []).map(({ name, required, schema }) => ({ name, required, type: words(schema) })),
      ...Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
        name,
        required: body?.required?.includes(name) ?? false,
        type: words(schema),
      })),
    ],
    answers: Object.entries(operation.responses).map(([status, { description }]) => ({ status, text: description })),
  };
}

/** `text, at most 120`, `INSTANT or REQUEST`, `list of …`. */
function words(schema: Schema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' or ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(words))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'anything' : words(schema.items)}`;
  if (schema.format === 'date') return 'date, YYYY-MM-DD';
  if (schema.type === 'string') return schema.maxLength === undefined ? 'text' : `text, at most ${schema.maxLength}`;
  return schema.type === 'null' ? 'nothing' : (schema.type ?? 'anything');
}
