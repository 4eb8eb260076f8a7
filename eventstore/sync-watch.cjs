/**
 * Loaded before a node by a spec: notes every write and every sync of a segment file and every
 * answer that acknowledges an append, and counts the answers that are given before the latest write
 * was synced. Writes what it has counted to SYNC_WATCH_REPORT when the process ends. With
 * SYNC_WATCH_PLANT=no-sync syncs are pretended, which is the fault that must be found.
 */
const fs = require('node:fs');
const { ServerDuplexStreamImpl } = require('@grpc/grpc-js/build/src/server-call');

const pretend = process.env.SYNC_WATCH_PLANT === 'no-sync';
const counted = { writes: 0, syncs: 0, acknowledged: 0, tooEarly: 0 };
const segments = new Set();
let syncedWrites = 0;

const { openSync, writeSync, fdatasync, fsyncSync } = fs;

fs.openSync = (path, ...rest) => {
  const fileDescriptor = openSync(path, ...rest);
  if (String(path).endsWith('.segment')) segments.add(fileDescriptor);
  else segments.delete(fileDescriptor);
  return fileDescriptor;
};

fs.writeSync = (fileDescriptor, ...rest) => {
  if (segments.has(fileDescriptor)) counted.writes += 1;
  return writeSync(fileDescriptor, ...rest);
};

fs.fsyncSync = (fileDescriptor) => {
  fsyncSync(fileDescriptor);
  if (segments.has(fileDescriptor)) syncedWrites = counted.writes;
};

fs.fdatasync = (fileDescriptor, done) => {
  if (pretend) return setImmediate(done, null);
  const covered = counted.writes;
  return fdatasync(fileDescriptor, (error) => {
    counted.syncs += 1;
    if (!error && segments.has(fileDescriptor)) syncedWrites = covered;
    done(error);
  });
};

const { write } = ServerDuplexStreamImpl.prototype;
ServerDuplexStreamImpl.prototype.write = function (message, ...rest) {
  if (message.hasSuccess?.()) {
    counted.acknowledged += 1;
    if (syncedWrites !== counted.writes) counted.tooEarly += 1;
  }
  return write.call(this, message, ...rest);
};

process.on('exit', () => {
  fs.writeFileSync(process.env.SYNC_WATCH_REPORT, JSON.stringify(counted));
});
