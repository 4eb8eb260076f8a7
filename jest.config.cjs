/** One project per kind of test; the suffix of the file says which kind it is. */
const kind = (name) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: name === 'browser' ? '<rootDir>/libs/testing/src/page-environment.cjs' : 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  testMatch: [`<rootDir>/{apps,libs,eventstore,bench,scripts}/**/*.${name}.spec.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/libs/testing/src/time-limits.cjs'],
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
});

module.exports = {
  // Processes of their own, begun anew when they have grown: in one process for all files, what the
  // files before have left behind makes the simulation ten times slower.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  projects: ['unit', 'int', 'e2e', 'browser', 'hledger'].map(kind),
};
