/**
 * Lets plain Node run our TypeScript sources, for specs that need a process of their own:
 * `node --conditions=source --require libs/testing/src/run-source.cjs some/program.ts`.
 */
const { transformFileSync } = require('@swc/core');
const { _extensions } = require('node:module');

_extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, file);
};
