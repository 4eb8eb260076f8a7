/** The page that checks evidence, as one file: script and style inside, and a policy that says so. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Puts what was built into the page, and lets nothing else run there or leave it. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const [script] = files.flatMap((file) => (file.type === 'chunk' ? [file.code] : []));
      const [style] = files.flatMap((file) =>
        file.type === 'asset' && file.fileName.endsWith('.css') ? [String(file.source)] : [],
      );
      const page = files.find(({ fileName }) => fileName.endsWith('.html'));
      if (page?.type !== 'asset' || script === undefined || style === undefined) {
        throw new Error('a page, a script and a style were to be built');
      }
      const code = script.replaceAll('</script', '<\\/script');
      const policy = [
        "default-src 'none'",
        `script-src ${hashOf(code)}`,
        `style-src ${hashOf(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ');
      const html = String(page.source)
        .replace(/\s*<script[^>]*src=[^>]*><\/script>/, '')
        .replace(/\s*<link[^>]*stylesheet[^>]*>/, '')
        .replace(
          '<!-- policy -->',
          () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        )
        .replace('<!-- style -->', () => `<style>${style}</style>`)
        .replace('<!-- script -->', () => `<script type="module">${code}</script>`);
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'check-evidence.html', source: html });
    },
  };
}

/** What needs Node cannot run in a browser: better no page than half of one. */
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
  root: folder('./src'),
  base: './',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [nothingOfNode(), oneFile()],
  build: {
    outDir: folder('../../dist/evidence-page'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: { input: folder('./src/check-evidence.html') },
  },
});
