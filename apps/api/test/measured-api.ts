/** The API as a program that tells what is alive in its memory; run by a spec, with `--expose-gc`. */
import 'reflect-metadata';
import { createApplication } from '../src/application';
import type { Settings } from '../src/settings';

/** A collection takes a tenth of it: what is measured goes on at its own pace. */
const sampleMs = 1_000;

/** Of all that a collection leaves: objects, and the bytes of buffers. */
function livingSizeBytes(): number {
  global.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Since it was last told; a spec asks with any message. */
let peakSizeBytes = 0;
const sample = (): number => {
  const sizeBytes = livingSizeBytes();
  peakSizeBytes = Math.max(peakSizeBytes, sizeBytes);
  return sizeBytes;
};

async function main(settings: Settings): Promise<void> {
  const app = await createApplication(settings, { dashboardFolder: 'none' });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  setInterval(sample, sampleMs).unref();
  process.on('message', () => {
    const livingSizeBytes = sample();
    process.send?.({ livingSizeBytes, peakSizeBytes });
    peakSizeBytes = 0;
  });
  process.send?.({ port });
}

void main(JSON.parse(process.argv[2]) as Settings);
