import { pino, stdSerializers, type Logger } from 'pino';
import { withoutPersons } from './without-persons.server.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug' | 'fatal'>;

/** Told of everything that is logged as an error with its `err`. */
export type OnError = (error: unknown, about: Readonly<Record<string, unknown>>) => void;

const ERROR_LEVEL = 50;
const NEVER_LOGGED = ['password', 'authorization', 'cookie', 'secretKey', 'email', 'token'];

/** JSON lines to standard error, so that a command's own output stays clean. Secrets and personal data are cut out. */
export function createLog(level: string, onError: OnError | null = null): Logger {
  return pino(
    {
      level,
      hooks: {
        logMethod(args, method, level) {
          const [about] = args as unknown[];
          if (onError !== null && level >= ERROR_LEVEL && isAboutError(about)) onError(about.err, about);
          method.apply(this, args);
        },
      },
      serializers: { err: (error: unknown) => (error instanceof Error ? tellError(error) : error) },
      redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`]), censor: '[cut]' },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}

/** Type, message, stack and code; not the other fields of an error, which may hold the values of a statement. */
function tellError(error: Error) {
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: withoutPersons(error.cause.message) } : {};
  return { type, message: withoutPersons(message), stack: withoutPersons(stack), ...code, ...cause };
}

function isAboutError(about: unknown): about is { err: unknown } & Record<string, unknown> {
  return typeof about === 'object' && about !== null && 'err' in about;
}
