/**
 * A node that acknowledges without storing: what all of the node costs but its disk. It is the
 * reference of a benchmark and of no other use; it serves in plain text, from a folder that it is
 * given and in which it leaves nothing worth keeping.
 */
import { diskOperations, type FileOperations } from './log/file-operations';
import { SEGMENT_SIZE_BYTES_MAX } from './log/segment';
import { serve } from './serve';

const forgetful: FileOperations = {
  ...diskOperations,
  write: (_fileDescriptor, _bytes, _from, sizeBytes) => sizeBytes,
  sync: (_fileDescriptor, done) => {
    setImmediate(done, null);
  },
  syncNow: () => {},
};

async function main(folder: string): Promise<void> {
  const command = {
    kind: 'serve',
    folder,
    host: '127.0.0.1',
    port: 0,
    insecure: true,
    parentWatch: true,
    segmentSizeBytes: SEGMENT_SIZE_BYTES_MAX,
  } as const;
  const node = await serve(command, () => {}, forgetful);
  process.stdin.on('end', () => process.exit(0)).resume();
  process.stdout.write(`${JSON.stringify(node.ready)}\n`);
}

const [folder] = process.argv.slice(2);
if (folder) void main(folder);
else process.exitCode = 2;
