import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { answerBench } from './messages.ts';

// What Node and the driver can do at best: one prepared statement a request, its rows as JSON, nothing else.
const { DATABASE_URL, QUERY_TEXT = '', QUERY_VALUES = '[]', PLACE = '0', POOL_SIZE = '10', PORT = '0' } = process.env;
const values = JSON.parse(QUERY_VALUES) as unknown[];
/** Which of the parameters the request's `courseId` stands for. */
const places = JSON.parse(PLACE) as number[];
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL_SIZE) });

const server = createServer((request, response) => {
  const courseId = new URL(request.url ?? '', 'http://localhost').searchParams.get('courseId');
  const given = values.map((value, index) => (places.includes(index) ? courseId : value));
  pool.query({ name: 'bare', text: QUERY_TEXT, values: given }).then(
    ({ rows }) => {
      const body = JSON.stringify({ suggestions: rows });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    },
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});

server.listen(Number(PORT), '127.0.0.1', () => {
  answerBench((server.address() as AddressInfo).port, {
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
  });
});
process.on('SIGTERM', () => process.exit(0));
