import {
  addQuantities,
  asksYearBefore,
  type Book,
  bookStream,
  type CentreCode,
  type Centres,
  centresStream,
  decideQuarter,
  emptyQuarterFile,
  evolveQuarter,
  isOfYearBefore,
  isWithin,
  type JudgedAgainst,
  type LevelQuantities,
  noQuantities,
  type PlainDate,
  type QuarterCommand,
  type QuarterEvent,
  type QuarterFacts,
  type QuarterFigures,
  type QuarterFile,
  type QuartersInReach,
  type QuarterText,
  quantitiesOf,
  quarterAfter,
  quarterStream,
  quartersBack,
  quartersInReach,
  type ReportedDestruction,
  reportOf,
  shanghaiDate,
  statisticalDays,
  statisticsFor,
  yardstickFor,
} from '#domain';
import type { CentresLedger } from './centres.ledger';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';
import { StreamQueues } from './stream-queues';

/** A decade of a nation's quarters is 16,000 files; those in use are a few hundred. */
const cacheSizeBytesMax = 32 * 1024 * 1024;
/** Reads of other streams that one decision has under way. */
const readsAtOnceMax = 8;
/** How long what was granted elsewhere for other quarters may be missed by the yardstick. */
const grantsAgeMsMax = 60_000;
const readCountMax = 10_000;

/** A centre's book with all that is stored. */
export type FreshBook = (centre: CentreCode) => Promise<Book>;

/** What one decision reads from. */
interface Reading {
  readonly centres: Centres;
  readonly freshBook: FreshBook;
  /** Whether the news of other quarters must be read: a refusal or a conflict came before. */
  readonly fresh: boolean;
}

interface FoundFigures {
  readonly figures: QuarterFigures;
  /** When the newest return that tells what passed was filed; undefined where none does. */
  readonly returnFiledAt?: string;
  /** Centres below whose passed are not among the figures: they filed no return. */
  readonly withoutReturn: readonly CentreCode[];
  readonly countedAt: readonly { readonly centre: CentreCode; readonly revision: string }[];
  readonly against: readonly JudgedAgainst[];
}

/** What a clerk is shown before filing, and a reviewer before deciding (Q4, Q6, Q8). */
export interface QuarterOutlook {
  readonly figures: QuarterFigures;
  readonly countedAt: readonly { readonly centre: CentreCode; readonly revision: string }[];
  readonly destroyed: readonly ReportedDestruction[];
  readonly rostersPassed: LevelQuantities;
  readonly unsent: LevelQuantities;
  /** By the figures of the application that is filed, else by those of now. */
  readonly yardstick: LevelQuantities;
  /** Whether it is by the same quarter of the year before. */
  readonly ofYearBefore: boolean;
}

/**
 * Statistical quarters: returns, the applications that use them, and what was granted on these.
 *
 * A decision looks at all quarters of its centre. Their files stay folded in memory and advance by
 * their news alone; reading fifty streams for news is most of what a filing costs, so it is done
 * where something may rest on them: see `#destroyed` and `#shown`.
 */
export class QuartersLedger {
  readonly #loop: CommandLoop<QuarterFile, QuarterEvent>;
  /**
   * Returns of one centre, one after the other: each is guarded by its own stream alone, and says
   * what none of the others said (Q8). Two processes that file for one centre at the same moment can
   * still report a destruction twice: what shares out the requests keeps a centre at one process, and
   * `replay` tells of it.
   */
  readonly #returns = new StreamQueues();
  /** When this process last read the news of all quarters of a centre, oldest first. */
  readonly #readAtMs = new Map<CentreCode, number>();

  constructor(
    ports: LedgerPorts,
    private readonly centres: CentresLedger,
    private readonly now: () => number = Date.now,
  ) {
    const fold = { empty: emptyQuarterFile, evolve: evolveQuarter };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  /** What books say is read as stored now: figures are frozen in the event, so none may be old. */
  execute(request: Request, command: QuarterCommand, freshBook: FreshBook): Promise<Outcome> {
    const execute = () => this.#execute(request, command, freshBook);
    if (command.type !== 'FileReturn' || request.dryRun) return execute();
    return this.#returns.run(`returns of ${command.centre}`, execute);
  }

  #execute(request: Request, command: QuarterCommand, freshBook: FreshBook): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: quarterStream(command.centre, command.quarter),
      context: command,
      gather: async (file, { fresh }) => {
        const centres = await this.centres.centres({ fresh });
        const read = { centres, freshBook, fresh };
        const { facts, against } = await this.#facts(file, command, read);
        const tree = { stream: centresStream, revision: String(centres.revision) };
        const judgedAgainst = [tree, ...against];
        return () => ({ decision: decideQuarter(file, command, facts), judgedAgainst });
      },
    });
  }

  /** The file as this process knows it, or, `fresh`, with all that is stored. Do not change it. */
  file(centre: CentreCode, quarter: QuarterText, fresh: boolean): Promise<QuarterFile> {
    const { states } = this.#loop;
    const stream = quarterStream(centre, quarter);
    return fresh ? states.fresh(stream) : states.current(stream);
  }

  /** The file as it is stored now, as far as an application goes: an approval is final. */
  async #decided(centre: CentreCode, quarter: QuarterText): Promise<QuarterFile> {
    const known = await this.file(centre, quarter, false);
    return known.granted ? known : this.file(centre, quarter, true);
  }

  /** What a centre was granted for a quarter. */
  async granted(
    centre: CentreCode,
    appliedFor: QuarterText,
  ): Promise<{ readonly granted?: LevelQuantities; readonly against: JudgedAgainst }> {
    const quarter = statisticsFor(appliedFor);
    const file = await this.#decided(centre, quarter);
    return { granted: file.granted, against: againstFile(file) };
  }

  /** What a return and an application of a centre with a parent would say if they were filed now. */
  async outlook(
    centre: CentreCode,
    quarter: QuarterText,
    today: PlainDate,
    freshBook: FreshBook,
  ): Promise<QuarterOutlook> {
    const centres = await this.centres.centres({ fresh: true });
    const file = await this.file(centre, quarter, true);
    const book = await freshBook(centre);
    const read = { centres, freshBook, fresh: true };
    const { figures, countedAt } = await this.#figures(file, read);
    const { reports } = await this.#destroyed(file, book, read, today);
    const shown = await this.#shown(file, read, today);
    const facts = { centres, policy: centres.policyFor(centre), ...shown };
    return {
      figures,
      countedAt,
      destroyed: reports,
      rostersPassed: rostersPassedIn(book, quarter),
      unsent: shown.unsent ?? noQuantities,
      yardstick: yardstickFor(file, file.application?.data.figures ?? figures, facts),
      ofYearBefore: isOfYearBefore(file, facts),
    };
  }

  async #facts(
    file: QuarterFile,
    command: QuarterCommand,
    read: Reading,
  ): Promise<{ facts: QuarterFacts; against: readonly JudgedAgainst[] }> {
    const { centres, freshBook } = read;
    const base = { centres, policy: centres.policyFor(file.centre) };
    if (!centres.get(file.centre)) return { facts: base, against: [] };
    const today = shanghaiDate(new Date(command.decidedAt));
    switch (command.type) {
      case 'FileReturn': {
        const book = await freshBook(file.centre);
        const destroyed = await this.#destroyed(file, book, read, today);
        const rostersPassed = rostersPassedIn(book, file.quarter);
        const reach = reachOf(book, centres, today);
        const said = { closedOn: book.closedOn, reach, destroyed, rostersPassed };
        return { facts: { ...base, ...said }, against: [againstBook(book)] };
      }
      case 'FileApplication': {
        const book = await freshBook(file.centre);
        const at = { closedOn: book.closedOn, reach: reachOf(book, centres, today) };
        const { against, figures, countedAt, withoutReturn } = await this.#figures(file, read);
        const found = { figures, countedAt, withoutReturn };
        const shown = await this.#shown(file, read, today);
        return { facts: { ...base, ...at, ...found, ...shown }, against };
      }
      case 'SignApplication': {
        const { closedOn } = await freshBook(file.centre);
        const passed = await this.#passed(file, centres);
        const before = await this.#yearBefore(file, read);
        return { facts: { ...base, ...before, closedOn, passed }, against: [] };
      }
      case 'ReviewApplication': {
        const shown = await this.#shown(file, read, today);
        const passed = await this.#passed(file, centres);
        return { facts: { ...base, ...shown, passed }, against: [] };
      }
      case 'RecordFeeShare':
      case 'RecordZero':
      case 'MakeMonthlyFile':
        return { facts: base, against: [] };
      default:
        command satisfies never;
        throw new Error('unknown command');
    }
  }

  /**
   * Q8: what the return reported before, and what was destroyed since the last return of any
   * quarter: a destruction belongs to the first return that was filed after it was recorded.
   *
   * A return that another process filed meanwhile can only have taken destructions away, so the
   * other quarters are read for news only where there is anything left to report.
   */
  async #destroyed(file: QuarterFile, book: Book, { centres, fresh }: Reading, today: PlainDate) {
    const quarters = quartersOf(file, book, centres, today);
    const unreported = async (isFresh: boolean) => {
      const files = [...(await this.#files(file.centre, quarters, isFresh)), file];
      const reported = files.flatMap((one) =>
        one.return ? [BigInt(one.return.data.bookRevision)] : [],
      );
      const upTo = reported.reduce((last, revision) => (revision > last ? revision : last), -1n);
      return book.figures.destroyedAfter(upTo);
    };
    const known = await unreported(fresh);
    const destroyed = fresh || known.length === 0 ? known : await unreported(true);
    const { from } = statisticalDays(file.quarter);
    const reports: ReportedDestruction[] = [
      ...(file.return?.data.destroyed ?? []),
      ...destroyed.map((one) => reportOf(one, from)),
    ];
    return { reports, bookRevision: book.revision };
  }

  /** Q4, Q12: a province's figures are the sums of its subtree; what it received came in to itself. */
  async #figures(file: QuarterFile, { centres, freshBook }: Reading): Promise<FoundFigures> {
    const { centre, quarter } = file;
    const subtree = subtreeOf(centre, centres);
    const days = statisticalDays(quarter);
    const counted = await inTurns(subtree, async (code) => {
      const book = await freshBook(code);
      const own = code === centre ? file : await this.file(code, quarter, true);
      return { book, own };
    });
    const sum = (of: (one: (typeof counted)[number]) => LevelQuantities) =>
      counted.map(of).reduce(addQuantities, noQuantities);
    const root = counted.find(({ book }) => book.centre === centre);
    return {
      figures: {
        received: root?.book.figures.received(centres.get(centre)?.parent, days) ?? noQuantities,
        passed: sum(({ own }) => own.passed),
        destroyed: sum(({ book }) => book.figures.usedUp('destroyed', days)),
        replaced: sum(({ book }) => book.figures.usedUp('replaced', days)),
        stock: sum(({ book }) => book.stockByLevel()),
      },
      returnFiledAt: counted
        .flatMap(({ own }) => own.return?.filedAt ?? [])
        .reduce<string | undefined>((last, at) => (last && last > at ? last : at), undefined),
      countedAt: counted.map(({ book }) => ({
        centre: book.centre,
        revision: String(book.revision),
      })),
      withoutReturn: counted
        .filter(({ book, own }) => own !== file && !own.return && !book.closedOn)
        .map(({ book }) => book.centre),
      against: counted.flatMap(({ book, own }) =>
        own === file ? [againstBook(book)] : [againstBook(book), againstFile(own)],
      ),
    };
  }

  /** Q4, Q12: what the returns of a centre and those below it say now. */
  async #passed(file: QuarterFile, centres: Centres): Promise<LevelQuantities> {
    const returned = await inTurns(subtreeOf(file.centre, centres), async (code) => {
      const own = code === file.centre ? file : await this.file(code, file.quarter, true);
      return own.passed;
    });
    return returned.reduce(addQuantities, noQuantities);
  }

  /**
   * Q6: what the yardstick needs besides the figures. It is shown and warns, and refuses nothing: of
   * what other processes granted for other quarters it may miss the last minute.
   */
  async #shown(file: QuarterFile, read: Reading, today: PlainDate) {
    const { centres, freshBook, fresh } = read;
    const before = await this.#yearBefore(file, read);
    const parent = centres.get(file.centre)?.parent;
    if (parent === undefined) return before;
    const { figures } = await freshBook(parent);
    const book = await freshBook(file.centre);
    const readAtMs = this.#readAtMs.get(file.centre) ?? Number.NEGATIVE_INFINITY;
    const isFresh = fresh || this.now() - readAtMs > grantsAgeMsMax;
    const quarters = quartersOf(file, book, centres, today);
    const unsent = (await this.#files(file.centre, quarters, isFresh))
      .map((one) => {
        const sent = figures.sentAgainst(file.centre, one.appliedFor);
        return one.granted ? lessNever(one.granted, sent) : noQuantities;
      })
      .reduce(addQuantities, noQuantities);
    return { unsent, ...before };
  }

  /**
   * Of the returns and books as they stand, not of the application of that quarter: it may have
   * been filed before its return, be zero, or be missing. Nothing without a return.
   */
  async #yearBefore(file: QuarterFile, read: Reading): Promise<Partial<QuarterFacts>> {
    if (!asksYearBefore(file, read.centres.policyFor(file.centre))) return {};
    const before = await this.file(file.centre, quarterAfter(file.quarter, -4), true);
    const { figures, returnFiledAt } = await this.#figures(before, read);
    if (returnFiledAt === undefined) return {};
    return { yearBefore: figures, yearBeforeFiledAt: returnFiledAt };
  }

  /** Files of a centre as this process knows them, or, `fresh`, with all that is stored. */
  async #files(
    centre: CentreCode,
    quarters: Iterable<QuarterText>,
    fresh: boolean,
  ): Promise<QuarterFile[]> {
    const startedAtMs = this.now();
    const files = await inTurns([...quarters], (one) => this.file(centre, one, fresh));
    if (fresh) this.#noteReading(centre, startedAtMs);
    return files;
  }

  #noteReading(centre: CentreCode, atMs: number): void {
    this.#readAtMs.delete(centre);
    this.#readAtMs.set(centre, atMs);
    const [oldest] = this.#readAtMs.keys();
    if (this.#readAtMs.size > readCountMax) this.#readAtMs.delete(oldest);
  }
}

/** By the day on which a centre went live, or from which its book tells. */
function reachOf(book: Book, centres: Centres, today: PlainDate): QuartersInReach {
  const { firstDay = today } = book.figures;
  const { liveFrom = today } = centres.get(book.centre) ?? {};
  return quartersInReach(liveFrom < firstDay ? liveFrom : firstDay, today);
}

/** Where anything can be filed; and the file's own quarter, which may be shown from further away. */
const quartersOf = (file: QuarterFile, book: Book, centres: Centres, today: PlainDate) =>
  new Set([...quartersBack(reachOf(book, centres, today)), file.quarter]);

/** A centre and those below it that hold blanks. */
const subtreeOf = (root: CentreCode, centres: Centres): CentreCode[] =>
  [...centres.all()].flatMap(({ code, tier }) =>
    tier !== 'station' && centres.isWithin(code, root) ? [code] : [],
  );

const againstBook = (book: Book): JudgedAgainst => ({
  stream: bookStream(book.centre),
  revision: String(book.revision),
});

const againstFile = ({ centre, quarter, revision }: QuarterFile): JudgedAgainst => ({
  stream: quarterStream(centre, quarter),
  revision: String(revision),
});

const lessNever = (granted: LevelQuantities, sent: LevelQuantities): LevelQuantities =>
  quantitiesOf((level) => Math.max(0, granted[level] - sent[level]));

/** Q1: how many passed by the rosters of the book that were signed in a quarter. */
function rostersPassedIn(book: Book, quarter: QuarterText): LevelQuantities {
  const days = statisticalDays(quarter);
  const sums = { ...noQuantities };
  for (const { signedOn, passed, level } of book.rosters.values()) {
    if (isWithin(signedOn, days)) sums[level] += passed;
  }
  return sums;
}

/** Results in order, with a few under way at a time. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += readsAtOnceMax) {
    results.push(...(await Promise.all(items.slice(at, at + readsAtOnceMax).map(work))));
  }
  return results;
}
