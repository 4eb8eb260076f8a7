import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

const kinds = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export type FileKind = (typeof kinds)[keyof typeof kinds];

/** Sends a file to be saved under an ASCII name; a caller who hangs up ends it quietly. */
export async function sendFile(
  response: Response,
  format: keyof typeof kinds,
  name: string,
  steps: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
): Promise<void> {
  const source = Readable.from(steps, { objectMode: false });
  // The first step is awaited before anything is sent, for it may be a problem instead.
  await new Promise<void>((resolve, reject) => {
    source.once('readable', resolve).once('error', reject).once('end', resolve);
  });
  response.setHeader('Content-Type', kinds[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}.${format}"`);
  await pipeline(source, response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
