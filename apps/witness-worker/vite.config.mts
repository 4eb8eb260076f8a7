/** The script that verifies the log beside the dashboard's page, as one file. */
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What needs Node cannot run in a browser: better no script than half of one. */
function nothingOfNode(): Plugin {
  return {
    name: 'nothing-of-node',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.startsWith('node:')) throw new Error(`${importer} imports ${source}`);
    },
  };
}

export default defineConfig({
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [nothingOfNode()],
  build: {
    lib: {
      entry: folder('./src/worker.ts'),
      formats: ['iife'],
      name: 'witness',
      fileName: () => 'witness-worker.js',
    },
    outDir: folder('../../dist/witness-worker'),
    emptyOutDir: true,
    target: 'es2022',
  },
});
