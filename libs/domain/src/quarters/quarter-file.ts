/** One centre's statistical quarter and the application that uses it, folded from their stream. */
import type { Actor } from '../actor';
import type { Recorded } from '../metadata';
import { RequestLog } from '../request-log';
import { shanghaiDate } from '../time/plain-date';
import type { CentreCode, LevelQuantities, PlainDate } from '../vocabulary';
import { appliedWith, type QuarterText } from './calendar';
import type {
  ApplicationFiled,
  ApplicationReviewed,
  FeeShareRecorded,
  MonthlyFileMade,
  QuarterEvent,
  ReturnFiled,
  Signer,
} from './events';
import { quantitiesOf } from './yardstick';

export interface FiledReturn {
  readonly data: ReturnFiled['data'];
  /** How often it was filed. */
  readonly filings: number;
  readonly filedAt: string;
}

export interface SignOff {
  readonly as: Signer;
  readonly by: Actor;
  /** The day in Shanghai on which it was recorded. */
  readonly on: PlainDate;
}

export interface Application {
  readonly data: ApplicationFiled['data'];
  readonly filedBy: Actor;
  readonly filedAt: string;
  /** Empty again after a change. */
  readonly signOffs: readonly SignOff[];
}

export interface Review {
  readonly data: ApplicationReviewed['data'];
  readonly by: Actor;
  /** The day in Shanghai on which it was recorded. */
  readonly on: PlainDate;
}

/** The file of one month, as it was last made. */
export interface MonthlyFile {
  readonly data: MonthlyFileMade['data'];
  readonly madeBy: Actor;
  readonly madeAt: string;
  /** How often it was made. */
  readonly makings: number;
  /** As it was made the time before. */
  readonly before?: MonthlyFileMade['data'];
}

export class QuarterFile {
  revision = -1n;
  readonly requests = new RequestLog();
  return: FiledReturn | undefined;
  feeShare: FeeShareRecorded['data'] | undefined;
  application: Application | undefined;
  /** Whether it was ever recorded as zero because nobody filed; an application may replace it. */
  wasZero = false;
  /** Of the application as it stands: filing anew leaves it behind. */
  review: Review | undefined;
  /** The day in Shanghai on which it was last sent back, until an approval: filing anew keeps it. */
  sentBackOn: PlainDate | undefined;
  /** By month. */
  readonly monthlyFiles = new Map<string, MonthlyFile>();

  constructor(
    readonly centre: CentreCode,
    /** The statistical quarter. */
    readonly quarter: QuarterText,
  ) {}

  /** The quarter that its application applies for. */
  get appliedFor(): QuarterText {
    return appliedWith(this.quarter);
  }

  /** Nobody filed, neither in time nor later. */
  get isZero(): boolean {
    return this.wasZero && !this.application;
  }

  /** By the return; none filed is none passed. */
  get passed(): LevelQuantities {
    const rows = this.return?.data.rows ?? [];
    return quantitiesOf((level) =>
      rows.reduce((sum, row) => sum + (row.level === level ? row.passed : 0), 0),
    );
  }

  /** What was approved, if anything was. */
  get granted(): LevelQuantities | undefined {
    return this.review?.data.decision === 'approved' ? this.review.data.granted : undefined;
  }

  get sizeBytes(): number {
    const rows = this.return?.data.rows.length ?? 0;
    let counted = 0;
    for (const { data, before } of this.monthlyFiles.values()) {
      counted += data.countedAt.length + (before?.countedAt.length ?? 0);
    }
    return 4_000 + rows * 300 + counted * 100 + this.requests.sizeBytes;
  }
}

const streamPattern = /^quarter-([0-9]{8})-([0-9]{4}Q[1-4])$/;

/** Whose statistical quarter a stream is; undefined for every other stream. */
export function quarterOfStream(
  stream: string,
): { readonly centre: CentreCode; readonly quarter: QuarterText } | undefined {
  const [, centre, quarter] = streamPattern.exec(stream) ?? [];
  return centre === undefined ? undefined : { centre, quarter };
}

/** The empty file of a stream. */
export function emptyQuarterFile(stream: string): QuarterFile {
  const named = quarterOfStream(stream);
  if (!named) throw new Error(`${stream} is no stream of a quarter`);
  return new QuarterFile(named.centre, named.quarter);
}

export function evolveQuarter(file: QuarterFile, event: Recorded<QuarterEvent>): void {
  if (event.revision !== file.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} does not follow ${file.revision}`);
  }
  file.revision = event.revision;
  file.requests.remember(event.metadata, event.revision);
  const { actor, decidedAt } = event.metadata;
  switch (event.type) {
    case 'ReturnFiled':
      file.return = {
        data: event.data,
        filings: (file.return?.filings ?? 0) + 1,
        filedAt: decidedAt,
      };
      return;
    case 'FeeShareRecorded':
      file.feeShare = event.data;
      return;
    case 'ApplicationFiled':
      file.application = { data: event.data, filedBy: actor, filedAt: decidedAt, signOffs: [] };
      file.review = undefined;
      return;
    case 'ApplicationSigned':
      if (file.application) {
        const signed = { as: event.data.as, by: actor, on: shanghaiDate(new Date(decidedAt)) };
        const signOffs = [...file.application.signOffs, signed];
        file.application = { ...file.application, signOffs };
      }
      return;
    case 'ApplicationReviewed':
      file.review = {
        data: event.data,
        by: actor,
        on: shanghaiDate(new Date(decidedAt)),
      };
      file.sentBackOn = event.data.decision === 'returned' ? file.review.on : undefined;
      return;
    case 'ZeroApplicationRecorded':
      file.wasZero = true;
      return;
    case 'MonthlyFileMade': {
      const { month } = event.data;
      const known = file.monthlyFiles.get(month);
      file.monthlyFiles.set(month, {
        data: event.data,
        madeBy: actor,
        madeAt: decidedAt,
        makings: (known?.makings ?? 0) + 1,
        ...(known ? { before: known.data } : {}),
      });
      return;
    }
    default:
      event satisfies never;
  }
}
