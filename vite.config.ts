import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const sourceFolder = fileURLToPath(new URL('./src/', import.meta.url));

/**
 * Leaves the server's own modules outside the bundle, so that the native entry and the bundle share one
 * copy of each (decision 001). They are found again at run time through package.json's `imports`.
 */
function serverModulesStayOutside(): Plugin {
  return {
    name: 'server-modules-stay-outside',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (this.environment.name !== 'ssr' || !/\.server\.ts$/.test(source)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (found === null || !found.id.startsWith(sourceFolder)) return null;
      const path = found.id.slice(sourceFolder.length);
      return /^(infra|features)\//.test(path) ? { id: `#${path}`, external: true } : null;
    },
  };
}

/**
 * SvelteKit hashes every page into an ETag, a fifth of the marketplace's CPU. Ours carry a nonce each, so that no two
 * are equal and no browser could ever use it.
 */
function pagesWithoutEtag(): Plugin {
  return {
    name: 'pages-without-etag',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/kit/src/runtime/server/page/render.js')) return null;
      const lean = code.replace(/headers\.set\('etag', [^;]*\);/, '');
      if (lean === code) this.error('SvelteKit sets its ETag elsewhere now: look at this plugin again');
      return { code: lean, map: null };
    },
  };
}

export default defineConfig({
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Every page loads the root layout: with all that it imports in one file, each has 9 files and 2 kB less.
            codeSplitting: { groups: [{ name: 'layout', test: /[\\/]routes[\\/]\+layout\.svelte$/ }] },
          },
        },
      },
    },
  },
  plugins: [
    serverModulesStayOutside(),
    pagesWithoutEtag(),
    tailwindcss(),
    sveltekit({
      adapter: adapter({ out: process.env['BUILD_DIR'] ?? 'build' }),
      compilerOptions: { runes: true },
      // The list of all routes is a growing part of every first page; where a link leads is asked when it is touched (decision 020).
      router: { resolution: 'server' },
      // Style sheets of a resolved route would be looked for relative to the page that is open.
      paths: { relative: false },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // SvelteKit's route announcer hides itself with this one inline style.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
          'object-src': ['none'],
        },
      },
    }),
  ],
});
