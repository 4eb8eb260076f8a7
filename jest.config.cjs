/** One project per kind of test; the suffix of the file says which kind it is. */
const kind = (name, testTimeout) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: [`<rootDir>/{apps,libs,eventstore,bench,scripts}/**/*.${name}.spec.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/libs/testing/src/test-run.cjs',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout,
});

module.exports = {
  projects: [
    kind('unit', 30_000),
    kind('int', 120_000),
    kind('e2e', 180_000),
    kind('browser', 180_000),
  ],
};
