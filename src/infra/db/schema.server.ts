/** All tables, for the database client and the migration generator. The one file that gathers: features import their own tables. */
export * from './tables/accounts.server.ts';
export * from './tables/availability.server.ts';
export * from './tables/courses.server.ts';
export * from './tables/installation.server.ts';
export * from './tables/ledger.server.ts';
export * from './tables/meetings.server.ts';
export * from './tables/membership.server.ts';
export * from './tables/notifications.server.ts';
export * from './tables/offerings.server.ts';
export * from './tables/payments.server.ts';
export * from './tables/sessions.server.ts';
export * from './tables/upsell.server.ts';
