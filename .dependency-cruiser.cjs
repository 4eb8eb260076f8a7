/**
 * Who may import whom. `scripts/check-imports.mjs` proves every rule on a planted violation, and
 * fails when a folder that a rule speaks of does not exist: a rule about nothing proves nothing.
 */

/** What each library may import of our libraries besides itself; specs are bound like the rest. */
const ALLOWED = {
  domain: [],
  'event-log': ['domain'],
  audit: ['domain'],
  transparency: ['domain'],
  identity: ['domain', 'event-log'],
  ledger: ['domain', 'event-log', 'identity'],
  'read-model': ['domain', 'event-log', 'identity'],
  engines: [],
  terminal: [],
  'table-files': [],
};

const OURS = '^(apps|libs|eventstore|bench)/';
const SPEC = '[.]spec[.]ts$';

/** What a witness verifies with, and what stands beside that for whoever shows the log. */
const ofWitnesses =
  '(witness/|witness-check|bytes/browser|map/(block|encoding|serial-map|touches)[.]|(checkpoint|hashing|key-chain|note|proofs|tiles|tree|verifier-key)[.])';
const apartFromWitnesses = '/(held-book-maker|judge-cosignature|read-leaves)[.]ts$';

/** Rules of their own say who may import these two. */
const RULED_ELSEWHERE = ['testing', 'engines'];

const libraryRules = Object.entries(ALLOWED).map(([lib, allowed]) => ({
  name: `${lib}-imports-${allowed.join('-and-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^libs/', pathNot: `^libs/(${[lib, ...allowed, ...RULED_ELSEWHERE].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...libraryRules,
    {
      name: 'domain-is-pure',
      comment: 'The rules of custody know no disk, no clock, no framework.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: SPEC },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'libraries-import-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|bench)/' },
    },
    {
      name: 'apps-import-no-other-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|bench)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'dashboard-imports-its-client-only',
      comment: 'The pages know the API by its document alone.',
      severity: 'error',
      from: { path: '^apps/dashboard/' },
      to: { path: OURS, pathNot: '^apps/dashboard/' },
    },
    {
      name: 'event-store-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^eventstore/' },
      to: { path: '^(apps|libs|bench)/', pathNot: '^libs/(testing|engines)/' },
    },
    {
      name: 'nobody-imports-the-event-store',
      comment: 'It is a program that is started, and reached by its connection string.',
      severity: 'error',
      from: { path: '^(apps|libs|bench)/' },
      to: { path: '^eventstore/' },
    },
    {
      name: 'testing-is-for-specs',
      severity: 'error',
      from: {
        path: OURS,
        pathNot: `${SPEC}|[.]fixture[.]ts$|^apps/[^/]+/test/|^libs/[^/]+/test/|^libs/testing/`,
      },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'engines-are-for-starters',
      comment: 'Everyone else knows an engine by its address; a spec may start one.',
      severity: 'error',
      from: {
        path: OURS,
        pathNot: `^(libs/engines|libs/testing|apps/supervisor|apps/demo|apps/auditor|bench)/|${SPEC}`,
      },
      to: { path: '^libs/engines/' },
    },
    {
      name: 'libraries-use-front-doors',
      comment: 'What a library does not export from its index is its own.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/($1/|[^/]+/src/index[.]ts$)' },
    },
    {
      name: 'programs-use-front-doors',
      comment: 'What a library does not export from its index is its own.',
      severity: 'error',
      from: { path: '^(apps|eventstore|bench)/' },
      to: {
        path: '^libs/',
        pathNot: '^libs/([^/]+/src/index|transparency/src/(evidence|witness)-check)[.]ts$',
      },
    },
    {
      name: 'checking-evidence-is-pure',
      comment: 'It runs in a browser, and shares nothing with what makes evidence.',
      severity: 'error',
      from: {
        path: '^libs/transparency/src/(evidence/|evidence-check|map/(encoding|touches)[.])',
        pathNot: `${SPEC}|[.]fixture[.]ts$|/make-evidence[.]ts$`,
      },
      to: {
        pathNot:
          '^libs/(domain/src/index|transparency/src/(evidence/|map/(encoding|touches)[.]|canonical-json))',
      },
    },
    {
      name: 'witnessing-is-pure',
      comment: 'It runs in a browser as well; what Node does faster, bytes has for both.',
      severity: 'error',
      from: {
        path: `^libs/transparency/src/${ofWitnesses}`,
        pathNot: `${SPEC}|[.]fixture[.]ts$|${apartFromWitnesses}`,
      },
      to: {
        pathNot: `^libs/(domain/src/index|transparency/src/(${ofWitnesses}|bytes/|evidence/(?!make-)))`,
      },
    },
    {
      name: 'one-client-of-the-store',
      comment: 'The embedded node serves the contract that the client package ships.',
      severity: 'error',
      from: { path: OURS, pathNot: `^(libs/event-log|libs/testing|eventstore|bench)/|${SPEC}` },
      to: { path: 'node_modules/@eventstore/db-client/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: OURS },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|ci-output)/|^apps/dashboard/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['main', 'types', 'typings'],
    },
  },
};
