import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'postgresql', schema: './src/infra/db/schema.server.ts', out: './migrations' });
