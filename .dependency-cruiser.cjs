// Who may import whom (docs/architecture.md). Type imports count unless a rule says otherwise.
const anyModule = '^src/server/modules/([^/]+)/';
const valueOnly = { dependencyTypesNot: ['type-only'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'domain runs on both sides: only domain, zod and small pure libraries. Move the I/O to db or server.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.test\\.tsx?$' },
      to: { pathNot: ['^src/domain/', '^node_modules/(zod|@konfirm/iso7064|@noble/hashes|pinyin-pro|date-fns)/'] },
    },
    {
      name: 'blood-and-stock-know-no-module',
      comment: 'Blood rules and stock rules stand below every module. Compose in the verb.',
      severity: 'error',
      from: { path: '^src/domain/(blood|stock)/' },
      to: { path: '^src/domain/(?!blood/|stock/)[^/]+/' },
    },
    {
      name: 'domain-module-stands-alone',
      comment: 'One module’s domain imports no other’s. Compose in the verb.',
      severity: 'error',
      from: { path: '^src/domain/(?!blood/|stock/)([^/]+)/' },
      to: { path: '^src/domain/[^/]+/', pathNot: ['^src/domain/$1/', '^src/domain/(blood|stock)/'] },
    },
    {
      name: 'db-knows-no-server',
      comment: 'db imports domain, Drizzle and the driver.',
      severity: 'error',
      from: { path: '^src/db/' },
      to: { path: '^src/(server|app|components|i18n)/' },
    },
    {
      name: 'kernel-knows-no-module',
      comment: 'The kernel carries modules, it never knows them.',
      severity: 'error',
      from: { path: '^src/server/kernel/' },
      to: { path: '^src/server/modules/' },
    },
    {
      name: 'module-stands-alone',
      comment: 'A module imports no other; only the stock writers may be shared.',
      severity: 'error',
      from: { path: anyModule },
      to: { path: anyModule, pathNot: ['^src/server/modules/$1/', '^src/server/modules/stock/'] },
    },
    {
      name: 'realtime-knows-no-module',
      comment: 'Realtime reads the feed, nothing else.',
      severity: 'error',
      from: { path: '^src/server/realtime/' },
      to: { path: '^src/server/modules/' },
    },
    {
      name: 'screens-take-only-types-from-server',
      comment: 'Pages and components ask through tRPC; only app/api and app/_server call the server.',
      severity: 'error',
      from: { path: '^src/(app|components)/', pathNot: ['^src/app/api/', '^src/app/_server/'] },
      to: { path: '^src/server/', ...valueOnly },
    },
    {
      name: 'screens-know-no-db',
      severity: 'error',
      from: { path: '^src/(app|components)/' },
      to: { path: '^src/db/' },
    },
    {
      name: 'ui-knows-no-domain',
      comment: 'components/ui is drawn from values; blood vocabulary and formats may lend types and words.',
      severity: 'error',
      from: { path: '^src/components/ui/' },
      to: { path: '^src/domain/', pathNot: '^src/domain/blood/', ...valueOnly },
    },
    {
      name: 'record-components-know-no-module',
      severity: 'error',
      from: { path: '^src/components/record/' },
      to: { path: '^src/domain/[^/]+/', pathNot: '^src/domain/(blood|stock)/' },
    },
    {
      name: 'drizzle-stays-below',
      severity: 'error',
      from: { pathNot: '^(src/(db|server)/|tests/|scripts/|drizzle\\.config)' },
      to: { path: '^node_modules/(drizzle-orm|postgres)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: valueOnly },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it: wire it or remove it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.test\\.tsx?$',
          '^tests/',
          '^scripts/',
          '^src/app/',
          '^src/instrumentation',
          '\\.config\\.(ts|mjs)$',
        ],
      },
      to: {},
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(tests|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
