import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Addresses that the API answers itself; everything else is a page of the dashboard. */
const ofTheApi = ['/api', '/health', '/metrics', '/docs', '/witness-worker.js'];
const api = process.env.LIUSHUI_ADDRESS ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: folder('.'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: folder('../../dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    // The security policy allows no data: scripts, and small files are cheap over one connection.
    assetsInlineLimit: 0,
    // ECharts and Ant Design's table come in chunks of their own, after the first page.
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: Object.fromEntries(ofTheApi.map((path) => [path, api])),
  },
});
