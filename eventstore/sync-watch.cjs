/**
 * Loaded before a node by a spec: notes every write and every sync of a segment file, every segment
 * that is made and every sync of its folder, and every answer that acknowledges an append, and counts
 * the answers that are given before all of that was brought to the disk. Writes what it has counted
 * to SYNC_WATCH_REPORT when the process ends. SYNC_WATCH_PLANT pretends syncs, which is the fault
 * that must be found: of files with no-sync, of
 * folders with no-folder-sync.
 */
const fs = require('node:fs');
const { AppendResp, BatchAppendResp } = require('@eventstore/db-client/generated/streams_pb');
const { ServerDuplexStreamImpl } = require('@grpc/grpc-js/build/src/server-call');

const plant = process.env.SYNC_WATCH_PLANT;
const counted = { writes: 0, syncs: 0, waitedSyncs: 0, segments: 0, acknowledged: 0, tooEarly: 0 };
const segments = new Set();
const folders = new Set();
let syncedWrites = 0;
let syncedSegments = 0;

const { openSync, writeSync, fdatasync, fdatasyncSync, fsyncSync } = fs;

fs.openSync = (path, flags, ...rest) => {
  const fileDescriptor = openSync(path, flags, ...rest);
  const isSegment = String(path).endsWith('.segment');
  const isFolder = flags === 'r' && fs.fstatSync(fileDescriptor).isDirectory();
  segments[isSegment ? 'add' : 'delete'](fileDescriptor);
  folders[isFolder ? 'add' : 'delete'](fileDescriptor);
  if (isSegment && flags === 'w+') counted.segments += 1;
  return fileDescriptor;
};

fs.writeSync = (fileDescriptor, ...rest) => {
  if (segments.has(fileDescriptor)) counted.writes += 1;
  return writeSync(fileDescriptor, ...rest);
};

fs.fsyncSync = (fileDescriptor) => {
  if (folders.has(fileDescriptor)) {
    if (plant === 'no-folder-sync') return;
    syncedSegments = counted.segments;
  }
  fsyncSync(fileDescriptor);
};

fs.fdatasyncSync = (fileDescriptor) => {
  if (plant === 'no-sync') return;
  fdatasyncSync(fileDescriptor);
  if (!segments.has(fileDescriptor)) return;
  counted.waitedSyncs += 1;
  syncedWrites = counted.writes;
};

fs.fdatasync = (fileDescriptor, done) => {
  if (plant === 'no-sync') return setImmediate(done, null);
  const covered = counted.writes;
  return fdatasync(fileDescriptor, (error) => {
    counted.syncs += 1;
    if (!error && segments.has(fileDescriptor)) syncedWrites = covered;
    done(error);
  });
};

// An answer is counted when it is made or given to its call: how long it then waits to be sent is of
// no interest.
function countAcknowledgement() {
  counted.acknowledged += 1;
  const isSafe = syncedWrites === counted.writes && syncedSegments === counted.segments;
  if (!isSafe) counted.tooEarly += 1;
}

const { setSuccess } = AppendResp.prototype;
AppendResp.prototype.setSuccess = function (value) {
  countAcknowledgement();
  return setSuccess.call(this, value);
};

const { write } = ServerDuplexStreamImpl.prototype;
ServerDuplexStreamImpl.prototype.write = function (answer, ...rest) {
  if (BatchAppendResp.deserializeBinary(answer).hasSuccess()) countAcknowledgement();
  return write.call(this, answer, ...rest);
};

process.on('exit', () => {
  fs.writeFileSync(process.env.SYNC_WATCH_REPORT, JSON.stringify(counted));
});
