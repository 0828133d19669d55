import type { Actor } from '#features/accounts/gates.server.ts';
import type { App as Application } from '#infra/app.server.ts';
import type { Demo } from '#infra/demo.server.ts';
import type { Finding } from '#shared/finding.ts';
import type { Readiness } from '#infra/readiness.server.ts';

declare global {
  namespace App {
    interface Locals {
      app: Application;
      /** Who is asking; read at the first call, and only then. */
      actor(): Promise<Actor | null>;
      requestId: string;
      readiness(): Promise<Readiness>;
      /** Looks at the running system: at everything, or why one offering, course or session is as it is. */
      doctor: { all(): Promise<Finding[]>; one(subject: string, id: string): Promise<Finding[]> };
      /** What `/metrics` shows, as Prometheus reads it. */
      figures(): Promise<string>;
      /** Null in production and dev. */
      demo: Demo | null;
    }
    interface Error {
      message: string;
      /** To quote when writing to us; the log has it too. */
      id?: string;
    }
  }
}

export {};
