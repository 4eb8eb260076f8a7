/** What the program is asked to do. */
import { parseArgs } from 'node:util';
import { SEGMENT_SIZE_BYTES_MAX } from './log/segment';

export type Command =
  | {
      readonly kind: 'serve';
      readonly folder: string;
      readonly host: string;
      readonly port: number;
      readonly insecure: boolean;
      readonly parentWatch: boolean;
      /** Smaller than it has to be only to see many segments soon. */
      readonly segmentSizeBytes: number;
    }
  | { readonly kind: 'check'; readonly folder: string }
  | { readonly kind: 'backup'; readonly folder: string; readonly to: string }
  | { readonly kind: 'wrong'; readonly message: string };

export const USAGE = [
  'npm run eventstore -- --dir DIR --port PORT [--host 127.0.0.1] [--insecure] [--parent-watch]',
  '                      [--segment-size-bytes 67108864]   serves DIR, which is made if missing',
  'npm run eventstore -- check --dir DIR                   walks the whole log, served or not',
  'npm run eventstore -- backup --dir DIR --to DIR2        copies the log, served or not',
].join('\n');

const SEGMENT_SIZE_BYTES_MIN = 64 * 1024;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

function wrong(message: string): Command {
  return { kind: 'wrong', message };
}

export function parseCommandLine(words: readonly string[]): Command {
  try {
    return parse(words);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function parse(words: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      to: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string' },
      insecure: { type: 'boolean', default: false },
      'parent-watch': { type: 'boolean', default: false },
      'segment-size-bytes': { type: 'string', default: String(SEGMENT_SIZE_BYTES_MAX) },
    },
  });
  const [verb = 'serve', ...rest] = positionals;
  if (rest.length > 0) return wrong(`Nothing is known of "${rest.join(' ')}".`);
  const { dir: folder, to, host, insecure } = values;
  if (!folder) return wrong('--dir is missing.');
  switch (verb) {
    case 'check':
      return { kind: 'check', folder };
    case 'backup':
      return to ? { kind: 'backup', folder, to } : wrong('--to is missing.');
    case 'serve': {
      const port = wholeNumber(values.port ?? '2113', 0, 65_535);
      const size = values['segment-size-bytes'];
      const segmentSizeBytes = wholeNumber(size, SEGMENT_SIZE_BYTES_MIN, SEGMENT_SIZE_BYTES_MAX);
      if (port === null) return wrong('--port is none.');
      if (segmentSizeBytes === null) return wrong('--segment-size-bytes is out of range.');
      if (insecure && !LOOPBACK_HOSTS.has(host)) return wrong('--insecure is for 127.0.0.1 only.');
      const parentWatch = values['parent-watch'];
      return { kind: 'serve', folder, host, port, insecure, parentWatch, segmentSizeBytes };
    }
    default:
      return wrong(`"${verb}" is not a command.`);
  }
}

function wholeNumber(text: string, min: number, max: number): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : null;
}
