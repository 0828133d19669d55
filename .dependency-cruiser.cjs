/** The import rules of docs/ARCHITECTURE.md. Each has a name that says what to do instead. */
const feature = '^src/features/([^/]+)/';
const pureFile = '(^src/shared/|/(state|rules|schema|events|types)(\\.ts$|/[^/]+\\.ts$))';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '^src/(routes|hooks)' },
      to: { couldNotResolve: true, pathNot: '^\\$' },
    },
    {
      name: 'shared-is-the-floor',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^(src|tests|bin)/', pathNot: '^src/shared/' },
    },
    {
      name: 'pure-files-import-pure-files',
      comment: 'state, rules, schema, events and types import neither database, clock nor network',
      severity: 'error',
      from: {
        path: '^src/features/.*/(state|rules|schema|events|types)(\\.ts$|/[^/]+\\.ts$)',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^(src|tests|bin)/', pathNot: pureFile },
    },
    {
      name: 'infra-knows-no-feature',
      severity: 'error',
      from: { path: '^src/infra/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/(features|routes|processes|ui)|tests|bin)/' },
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^(src/(features|routes|processes|infra)|tests|bin)/' },
    },
    {
      name: 'features-meet-by-their-doors',
      comment:
        "another feature's commands, queries, rules, state, schema, events, types, gates, permissions or ui only",
      severity: 'error',
      from: { path: feature },
      to: {
        path: feature,
        pathNot: [
          '^src/features/$1/',
          '/(commands?|queries|rules|events|types|state|schema|gates|permissions)(\\.server)?\\.ts$',
          '/(commands|queries|rules)/[^/]+\\.ts$',
          '/ui/[^/]+\\.svelte$',
        ],
      },
    },
    {
      name: 'payments-know-no-session',
      severity: 'error',
      from: { path: '^src/features/payments/' },
      to: { path: '^src/features/(sessions|offerings|courses|availability|meetings|notifications)/' },
    },
    {
      name: 'ledger-imports-no-feature',
      severity: 'error',
      from: { path: '^src/features/ledger/' },
      to: { path: '^src/features/', pathNot: '^src/features/ledger/' },
    },
    {
      name: 'routes-use-features',
      comment: 'a page or endpoint calls commands and queries; it never touches infra or tables',
      severity: 'error',
      from: { path: '^src/routes/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/(infra|processes)|tests|bin)/' },
    },
    {
      name: 'nobody-imports-routes',
      severity: 'error',
      from: { pathNot: '^src/routes/' },
      to: { path: '^src/routes/' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^tests/' },
    },
    {
      name: 'infra-files-end-in-server',
      comment: 'only *.server.ts is kept from the browser',
      severity: 'error',
      from: {},
      to: { path: '^src/infra/', pathNot: '\\.server(\\.test)?\\.ts$' },
    },
    {
      name: 'temporal-through-shared-time',
      severity: 'error',
      from: { pathNot: '^src/shared/time\\.ts$' },
      to: { path: 'node_modules/temporal-polyfill' },
    },
    {
      name: 'server-modules-stay-outside-the-kit',
      comment: 'they run outside the bundle too, where $app does not exist',
      severity: 'error',
      from: { path: '^src/(infra|features)/.*\\.server\\.ts$' },
      to: { path: '^\\$app' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^build/|^\\.svelte-kit/|\\.svelte-kit/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
