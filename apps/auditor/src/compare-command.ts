/**
 * `liushui witness --compare FILE FILE`: whether two heads of the log that were kept can both be true,
 * whoever kept them: a witness, a person, or a file of evidence.
 */
import { spoken } from '#terminal';
import {
  type Checkpoint,
  compareHeads,
  evidenceSizeBytesMax,
  formatVerifierKey,
  KeyChain,
  openAnnouncement,
  type VerifierKey,
} from '#transparency';
import { type ExitCode, NotJudged, WrongUse } from './exit-codes';
import { readKept } from './kept-head';
import { LogOverHttp } from './log-over-http';
import { Report, type Surroundings } from './surroundings';
import { parseSeen } from './witness-folder';

export async function runCompare(
  files: readonly string[],
  url: string | undefined,
  named: readonly VerifierKey[],
  around: Surroundings,
): Promise<ExitCode> {
  if (files.length !== 2) throw new WrongUse('--compare takes two files');
  const kept = files.map((path) => headIn(readKept(path, evidenceSizeBytesMax)));
  const believed = named.length > 0 ? named : inBoth(kept);
  const chains = kept.flatMap(({ announcements }) => chainsOf(announcements, believed));
  const [one, other] = kept.map(({ checkpoint }, index) => {
    const head = openWithAny(checkpoint, chains);
    if (head) return head;
    throw new NotJudged(
      `${files[index]} is no head that a key believed here signed: give that key with --key, if it is the log's`,
    );
  });
  if (one.origin !== other.origin) throw new NotJudged('the two heads are of different logs');
  const remote = url === undefined ? undefined : new LogOverHttp(url);
  const readTile = remote && ((name: Parameters<typeof remote.tile>[0]) => remote.tile(name));
  const { kind } = await compareHeads(one, other, readTile);
  if (kind === 'unknown') {
    throw new NotJudged(
      `${one.size} and ${other.size} events: give --url to compare them by tiles`,
    );
  }
  const report = new Report(around);
  const params = { size: String(one.size), otherSize: String(other.size) };
  if (kind === 'forked') report.add({ severity: 'error', check: 'log-forked', events: [], params });
  if (kind === 'tiles-differ') {
    const size = String(Math.max(one.size, other.size));
    report.add({ severity: 'error', check: 'log-tiles-differ', events: [], params: { size } });
  }
  const said = {
    en: `${one.size} and ${other.size} events`,
    zh: `${one.size} 条与 ${other.size} 条事件`,
  };
  report.print(params, [spoken(said, around.language)]);
  return report.exitCode;
}

interface KeptHead {
  readonly checkpoint: string;
  readonly keys: readonly VerifierKey[];
  readonly announcements: readonly string[];
}

/** A signed note, what a witness keeps, or evidence of a serial: that names no key to be believed. */
function headIn(text: string): KeptHead {
  const seen = parseSeen(text);
  if (seen) return { ...seen, announcements: [] };
  return headInEvidence(text) ?? { checkpoint: text, keys: [], announcements: [] };
}

/**
 * Whoever makes a file could name any key in it, and sign a fork with that: believed is what the file
 * that one holds and the one that one was given have in common.
 */
function inBoth([one, other]: readonly KeptHead[]): VerifierKey[] {
  if (one.keys.length + other.keys.length === 0) {
    throw new WrongUse('give the public key of the log with --key');
  }
  const there = new Set(other.keys.map(formatVerifierKey));
  const keys = one.keys.filter((key) => there.has(formatVerifierKey(key)));
  if (keys.length > 0) return keys;
  throw new NotJudged(
    'no key of the log is named in both files: give it with --key, from elsewhere than the files',
  );
}

/** Only the head: whether the rest proves anything, `check-evidence` judges. */
function headInEvidence(text: string): KeptHead | undefined {
  try {
    const { format, checkpoint, announcements } = JSON.parse(text) as Record<string, unknown>;
    const isEvidence = typeof format === 'string' && format.startsWith('liushui/evidence/');
    if (!isEvidence || typeof checkpoint !== 'string') return undefined;
    const texts = Array.isArray(announcements) ? announcements.map(String) : [];
    return { checkpoint, keys: [], announcements: texts };
  } catch {
    return undefined;
  }
}

/** A key that was announced signs as well as the one that is believed. */
function chainsOf(announcements: readonly string[], believed: readonly VerifierKey[]): KeyChain[] {
  const first = openAnnouncement(announcements.at(0) ?? '')?.previous;
  const announced = first ? believed.map((key) => KeyChain.of(first, announcements, [key])) : [];
  return [...announced, ...believed.map(KeyChain.ofOne)];
}

function openWithAny(checkpoint: string, chains: readonly KeyChain[]): Checkpoint | undefined {
  for (const chain of chains) {
    const opened = chain.open(checkpoint);
    if (opened.kind === 'signed') return opened.checkpoint;
  }
  return undefined;
}
