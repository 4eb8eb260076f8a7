import type { Request } from 'express';
import { bodySizeBytesMax, bodyTooLarge, malformed, Problem } from '../problems/problem';
import { findHostile } from './inspect-json';

/** A client that sends its body slower than this is not waited for: the connection ends. */
const bodyMsMax = 30_000;

function assertJson(request: Request): void {
  const type = request.headers['content-type'] ?? '';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const match = /^application\/json\s*(?:;\s*charset="?([\w-]+)"?\s*)?$/i.exec(type);
  const charset = match?.[1]?.toLowerCase() ?? 'utf-8';
  if (!match || charset !== 'utf-8' || encoding !== 'identity') {
    throw new Problem(400, 'content-type-unsupported');
  }
}

function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bodySizeBytesMax) throw bodyTooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const overdue = setTimeout(() => request.destroy(), bodyMsMax);
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > bodySizeBytesMax) reject(bodyTooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => {
      clearTimeout(overdue);
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(overdue);
      if (!request.complete) reject(new Problem(400, 'json-malformed'));
    });
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Problem(400, 'json-malformed');
  }
}

/**
 * Reads the request's body, at most 2 MiB of JSON in UTF-8. No body at all counts as `{}`.
 *
 * @throws Problem 400 (not JSON, hostile content), 413 (too large)
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) !== 0;
  if (!hasBody) return {};
  assertJson(request);
  const bytes = await readBytes(request);
  if (bytes.length === 0) return {};
  const body = parse(bytes);
  const hostile = findHostile(body);
  if (hostile) throw malformed(hostile);
  return body;
}
