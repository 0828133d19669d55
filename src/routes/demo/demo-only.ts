import { error } from '@sveltejs/kit';

/** The demo's own doors do not exist anywhere else. */
export function demoOnly(locals: App.Locals): NonNullable<App.Locals['demo']> {
  if (locals.demo === null) error(404, 'Not found');
  return locals.demo;
}
