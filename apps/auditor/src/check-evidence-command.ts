/**
 * `liushui check-evidence FILE --key KEY`: offline, without a system. Every check is told with what
 * it shows; the first that fails ends the rest.
 */
import { readFileSync, statSync } from 'node:fs';
import {
  type CheckedEvidence,
  type CustodyStep,
  checkEvidence,
  evidenceSizeBytesMax,
  fingerprintOf,
  type PublicKey,
  parsePublicKey,
} from '#transparency';
import { type ExitCode, exitCodes, WrongUse } from './exit-codes';
import { type Surroundings, say } from './surroundings';

export interface CheckEvidenceOptions {
  readonly key: readonly string[];
}

export async function runCheckEvidence(
  path: string,
  { key }: CheckEvidenceOptions,
  around: Surroundings,
): Promise<ExitCode> {
  if (key.length === 0) {
    throw new WrongUse('give the public key of the log with --key: not from whoever gave the file');
  }
  const keys = key.map(keyGiven);
  if (!keys.some(({ type }) => type === 1)) {
    throw new WrongUse('--key must name the key of the log; a witness alone signs no log');
  }
  const text = readEvidenceFile(path);
  const checked = checkEvidence(text, keys);
  say(around, withoutBigint(checked), linesOf(checked, keys));
  return exitCodeOf(checked);
}

function exitCodeOf({ verdict }: CheckedEvidence): ExitCode {
  switch (verdict) {
    case 'proved':
      return exitCodes.inOrder;
    case 'not-proved':
      return exitCodes.findings;
    case 'not-judged':
      return exitCodes.notJudged;
    default:
      verdict satisfies never;
      throw new Error('no such verdict');
  }
}

function keyGiven(text: string): PublicKey {
  const key = parsePublicKey(text.trim());
  if (!key) throw new WrongUse('--key takes a key as GET /transparency/key gives it');
  return key;
}

/** What is larger than evidence can be is cut: it is judged as what it is, without being read. */
function readEvidenceFile(path: string): string {
  try {
    if (statSync(path).size > evidenceSizeBytesMax) return ' '.repeat(evidenceSizeBytesMax + 1);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(readFileSync(path));
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === undefined) throw fault;
    throw new WrongUse(`${path} cannot be read (${code})`);
  }
}

const withoutBigint = (checked: CheckedEvidence): object => ({
  ...checked,
  cosignatures: checked.cosignatures.map(cosignatureText),
  earlier: checked.earlier.map(({ size, cosignatures }) => ({
    size,
    cosignatures: cosignatures.map(cosignatureText),
  })),
});

const cosignatureText = ({ name, timeSeconds }: CheckedEvidence['cosignatures'][number]) =>
  timeSeconds === undefined ? { name } : { name, timeSeconds: String(timeSeconds) };

function linesOf(checked: CheckedEvidence, keys: readonly PublicKey[]) {
  const { steps, history, verdict, serial, accountTold, design } = checked;
  const given = keys.map((key) => {
    const print = `${key.name} (${fingerprintOf(key)})`;
    return { en: `key ${print}`, zh: `公钥 ${print}` };
  });
  const told = steps.map(({ holds, isNote, told: { en, zh } }) => {
    const mark = isNote ? '·' : holds ? '✓' : '✗';
    return { en: `${mark} ${en}`, zh: `${mark} ${zh}` };
  });
  const now =
    verdict === 'proved' && serial !== undefined && accountTold && design
      ? [
          {
            en: `${serial}: ${accountTold.en} (${design.en})`,
            zh: `${serial}：${accountTold.zh}（${design.zh}）`,
          },
        ]
      : [];
  return [...given, ...told, ...history.map(custodyLine), ...now, verdictLine(checked)];
}

function custodyLine(step: CustodyStep) {
  const { occurredOn, happening, where, reference, stream, revision } = step;
  const paper = reference === undefined ? '' : ` · ${reference}`;
  const place = `${stream}@${revision}`;
  const later = step.isLater
    ? { en: ' (later than the complete part)', zh: '（在完整部分之后）' }
    : { en: '', zh: '' };
  return {
    en: `  ${occurredOn}  ${happening.en}: ${where.en}${paper} (${place})${later.en}`,
    zh: `  ${occurredOn}  ${happening.zh}：${where.zh}${paper}（${place}）${later.zh}`,
  };
}

/** What is proved is proved as of an entry: nobody is to take it for today. */
function verdictLine({ verdict, completeTo, completeAt }: CheckedEvidence) {
  if (verdict !== 'proved') return verdicts[verdict];
  const at =
    completeAt === undefined
      ? { en: '', zh: '' }
      : { en: ` (recorded at ${completeAt})`, zh: `（记录时间 ${completeAt}）` };
  return {
    en: `Proved, as of entry ${completeTo}${at.en}.`,
    zh: `证明成立，截至第 ${completeTo} 条${at.zh}。`,
  };
}

const verdicts = {
  'not-proved': { en: 'Not proved.', zh: '证明不成立。' },
  'not-judged': { en: 'Not judged.', zh: '无法判断。' },
} as const satisfies Record<Exclude<CheckedEvidence['verdict'], 'proved'>, object>;
