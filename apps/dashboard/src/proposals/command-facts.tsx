/** What a proposal asks for, in words: every field of the command as it would be recorded. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import { isCause } from '../posts/causes';
import type { SerialRange } from '../posts/ranges';
import { RangeWords } from '../posts/summary';
import type { Level } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import { Facts } from '../trace/facts';

/** A command as its proposal keeps it; which fields there are depends on its type. */
export type StoredCommand = Readonly<Record<string, unknown>> & { readonly type: string };

const rangeFields = ['ranges', 'accepted', 'damaged', 'missing', 'unexpected'] as const;
const textFields = [
  'circumstances',
  'noticePublished',
  'policeReport',
  'reason',
  'remark',
  'note',
  'handedOverBy',
  'consignment',
  'application',
  'edition',
  'deliveryNote',
] as const;
const dayFields = ['from'] as const;
const linesShownMax = 20;

const isRange = (value: unknown): value is SerialRange =>
  typeof (value as SerialRange | null)?.from === 'string';

const textIn = (command: StoredCommand, field: string): string | undefined => {
  const value = command[field];
  // Of a replacement it is one of two words, and told in the reader's language.
  if (field === 'reason' && command.type === 'PrintReplacement') return undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export function CommandFacts({ command }: { readonly command: StoredCommand }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const facts: [string, ReactNode][] = [];
  for (const field of rangeFields) {
    const ranges = command[field];
    if (Array.isArray(ranges) && ranges.length > 0 && ranges.every(isRange)) {
      facts.push([t(`proposals.fields.${field}`), <RangeWords key={field} ranges={ranges} />]);
    }
  }
  const to = textIn(command, 'to');
  if (to) facts.push([t('proposals.fields.to'), nameOf(to)]);
  if (command.opening === true) facts.push([t('proposals.fields.opening'), t('proposals.yes')]);
  const into = textIn(command, 'into');
  if (into === 'stock' || into === 'spoiled') {
    facts.push([t('proposals.fields.into'), t(`accounts.${into}`)]);
  }
  facts.push(...minutesFacts(command));
  facts.push(...numberFacts(command));
  facts.push(...replacementFacts(command));
  const people = command.countedBy;
  if (Array.isArray(people)) facts.push([t('proposals.fields.countedBy'), people.join(' · ')]);
  for (const field of textFields) {
    const text = textIn(command, field);
    if (text) facts.push([t(`proposals.fields.${field}`), text]);
  }
  for (const field of dayFields) {
    const text = textIn(command, field);
    if (text && /^\d{4}-\d\d-\d\d$/.test(text)) {
      facts.push([t(`proposals.fields.${field}`), day(text)]);
    }
  }
  return (
    <>
      <Facts facts={facts} />
      <CommandLines command={command} />
    </>
  );

  function minutesFacts({ minutes }: StoredCommand): [string, ReactNode][] {
    const told = minutes as
      | { on: string; place: string; method: string; witnesses: string[] }
      | undefined;
    if (!told) return [];
    return [
      [t('proposals.fields.on'), day(told.on)],
      [t('proposals.fields.place'), told.place],
      [t('proposals.fields.method'), told.method],
      [t('proposals.fields.witnesses'), told.witnesses.join(' · ')],
    ];
  }

  function numberFacts(stored: StoredCommand): [string, ReactNode][] {
    const number = textIn(stored, 'certificateNumber');
    const serial = textIn(stored, 'serial');
    const sheet = textIn(stored, 'sheet');
    return [
      ...(number
        ? [[t('proposals.fields.certificateNumber'), traced(number)] as [string, ReactNode]]
        : []),
      ...(serial ? [[t('proposals.fields.serial'), traced(serial)] as [string, ReactNode]] : []),
      ...(sheet === 'in-hand' || sheet === 'not-found'
        ? [[t('proposals.fields.sheet'), t(`posts.mistake.sheets.${sheet}`)] as [string, ReactNode]]
        : []),
      ...(isCause(stored.cause)
        ? [[t('posts.fields.cause'), t(`posts.causes.${stored.cause}`)] as [string, ReactNode]]
        : []),
    ];
  }

  /** Whom it is for stays sealed until it is approved. */
  function replacementFacts(stored: StoredCommand): [string, ReactNode][] {
    if (stored.type !== 'PrintReplacement') return [];
    const { reason, lossNotice, original } = stored as unknown as Replacement;
    return [
      [t('posts.replace.reason'), t(`posts.replace.reasons.${reason}`)],
      [t('posts.replace.newspaper'), lossNotice?.newspaper],
      [t('posts.replace.publishedOn'), lossNotice && day(lossNotice.publishedOn)],
      [t('posts.fields.level'), original && t(`levels.L${original.level}`)],
      [t('posts.replace.issuedOn'), original && day(original.issuedOn)],
      [t('posts.roster.occupation'), original?.occupation.name],
      [t('posts.roster.station'), original && nameOf(original.station)],
      [t('posts.replace.oldSerial'), original?.serial],
    ];
  }
}

interface Replacement {
  readonly reason: 'lost' | 'damaged';
  readonly lossNotice?: { readonly newspaper: string; readonly publishedOn: string };
  readonly original?: {
    readonly level: Level;
    readonly issuedOn: string;
    readonly occupation: { readonly name: string };
    readonly station: string;
    readonly serial?: string;
  };
}

const traced = (number: string): ReactNode => (
  <Link key={number} className="serial" to={`/trace/${number}`}>
    {number}
  </Link>
);

interface StoredLine {
  readonly certificateNumber?: string;
  readonly recordedSerial?: string;
  readonly actualSerial?: string;
  readonly recordedSheet?: 'stock' | 'spoiled' | 'missing';
  readonly serial?: string;
  readonly voucherNumber?: string;
}

/** Certificates that are corrected, or issued late, one by one. */
function CommandLines({ command }: { readonly command: StoredCommand }) {
  const { t } = useTranslation();
  const lines = command.lines as readonly StoredLine[] | undefined;
  if (!Array.isArray(lines) || lines.length === 0) return null;
  return (
    <ul className="proposal-lines">
      {lines.slice(0, linesShownMax).map((line: StoredLine, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike, and none moves.
        <li key={index}>
          {line.certificateNumber && traced(line.certificateNumber)}{' '}
          {line.recordedSerial && (
            <>
              <span className="serial">{line.recordedSerial}</span> →{' '}
              <span className="serial">{line.actualSerial}</span>
            </>
          )}
          {line.recordedSheet && ` · ${t(`posts.mistake.recordedSheets.${line.recordedSheet}`)}`}
          {(line.serial ?? line.voucherNumber) && (
            <span className="serial">{line.serial ?? line.voucherNumber}</span>
          )}
        </li>
      ))}
      {lines.length > linesShownMax && (
        <li>{t('proposals.moreLines', { count: lines.length - linesShownMax })}</li>
      )}
    </ul>
  );
}
