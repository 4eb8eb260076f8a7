import {
  addQuantities,
  type Book,
  bookStream,
  type CentreCode,
  type Centres,
  centresStream,
  decideQuarter,
  emptyQuarterFile,
  evolveQuarter,
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
  type QuarterText,
  quantitiesOf,
  quarterAfter,
  quarterStream,
  type ReportedDestruction,
  reportOf,
  shanghaiDate,
  statisticalDays,
  statisticalQuarterOf,
  statisticsFor,
  yardstickFor,
} from '#domain';
import type { CentresLedger } from './centres.ledger';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** A decade of a nation's quarters is 16,000 files; those in use are a few hundred. */
const cacheSizeBytesMax = 32 * 1024 * 1024;
/** Reads of other streams that one decision has under way. */
const readsAtOnceMax = 8;
/** Half a century. */
const quarterCountMax = 200;

/** A centre's book with all that is stored. */
export type FreshBook = (centre: CentreCode) => Promise<Book>;

interface FoundFigures {
  readonly figures: QuarterFigures;
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
}

/** Statistical quarters: returns, the applications that use them, and what was granted on these. */
export class QuartersLedger {
  readonly #loop: CommandLoop<QuarterFile, QuarterEvent>;

  constructor(
    ports: LedgerPorts,
    private readonly centres: CentresLedger,
  ) {
    const fold = { empty: emptyQuarterFile, evolve: evolveQuarter };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  /** What books say is read as stored now: figures are frozen in the event, so none may be old. */
  execute(request: Request, command: QuarterCommand, freshBook: FreshBook): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: quarterStream(command.centre, command.quarter),
      context: command,
      gather: async (file, { fresh }) => {
        const centres = await this.centres.centres({ fresh });
        const { facts, against } = await this.#facts(file, command, centres, freshBook);
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

  /** What a centre was granted for a quarter; an approval is final, so what is known stays so. */
  async granted(
    centre: CentreCode,
    appliedFor: QuarterText,
  ): Promise<{ readonly granted?: LevelQuantities; readonly against: JudgedAgainst }> {
    const quarter = statisticsFor(appliedFor);
    const known = await this.file(centre, quarter, false);
    const file = known.granted ? known : await this.file(centre, quarter, true);
    const stream = quarterStream(centre, quarter);
    return { granted: file.granted, against: { stream, revision: String(file.revision) } };
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
    const { figures, countedAt } = await this.#figures(file, centres, freshBook);
    const { reports } = await this.#destroyed(file, book, centres, today);
    const shown = await this.#shown(file, centres, freshBook, today);
    const facts = { centres, policy: centres.policyFor(centre), ...shown };
    return {
      figures,
      countedAt,
      destroyed: reports,
      rostersPassed: rostersPassedIn(book, quarter),
      unsent: shown.unsent ?? noQuantities,
      yardstick: yardstickFor(file, file.application?.data.figures ?? figures, facts),
    };
  }

  async #facts(
    file: QuarterFile,
    command: QuarterCommand,
    centres: Centres,
    freshBook: FreshBook,
  ): Promise<{ facts: QuarterFacts; against: readonly JudgedAgainst[] }> {
    const base = { centres, policy: centres.policyFor(file.centre) };
    if (!centres.get(file.centre)) return { facts: base, against: [] };
    const today = shanghaiDate(new Date(command.decidedAt));
    switch (command.type) {
      case 'FileReturn': {
        const book = await freshBook(file.centre);
        const destroyed = await this.#destroyed(file, book, centres, today);
        const rostersPassed = rostersPassedIn(book, file.quarter);
        return { facts: { ...base, destroyed, rostersPassed }, against: [againstBook(book)] };
      }
      case 'FileApplication': {
        const { against, ...found } = await this.#figures(file, centres, freshBook);
        const shown = await this.#shown(file, centres, freshBook, today);
        return { facts: { ...base, ...found, ...shown }, against };
      }
      case 'ReviewApplication':
        return {
          facts: { ...base, ...(await this.#shown(file, centres, freshBook, today)) },
          against: [],
        };
      case 'RecordFeeShare':
      case 'SignApplication':
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
   */
  async #destroyed(file: QuarterFile, book: Book, centres: Centres, today: PlainDate) {
    const files = [...(await this.#files(file, book, centres, today)), file];
    const reported = files.flatMap((one) =>
      one.return ? [BigInt(one.return.data.bookRevision)] : [],
    );
    const upTo = reported.reduce((last, revision) => (revision > last ? revision : last), -1n);
    const { from } = statisticalDays(file.quarter);
    const reports: ReportedDestruction[] = [
      ...(file.return?.data.destroyed ?? []),
      ...book.figures.destroyedAfter(upTo).map((one) => reportOf(one, from)),
    ];
    return { reports, bookRevision: book.revision };
  }

  /** Q4, Q12: a province's figures are the sums of its subtree; what it received came in to itself. */
  async #figures(file: QuarterFile, centres: Centres, freshBook: FreshBook): Promise<FoundFigures> {
    const { centre, quarter } = file;
    const subtree = [...centres.all()].filter(
      ({ code, tier }) => tier !== 'station' && centres.isWithin(code, centre),
    );
    const days = statisticalDays(quarter);
    const counted = await inTurns(subtree, async ({ code }) => {
      const book = await freshBook(code);
      const own = code === centre ? file : await this.file(code, quarter, true);
      return { book, own };
    });
    const sum = (of: (one: (typeof counted)[number]) => LevelQuantities) =>
      counted.map(of).reduce(addQuantities, noQuantities);
    const root = counted.find(({ book }) => book.centre === centre);
    return {
      figures: {
        received: root?.book.figures.sum('received', days) ?? noQuantities,
        passed: sum(({ own }) => passedBy(own)),
        destroyed: sum(({ book }) => book.figures.sum('destroyed', days)),
        replaced: sum(({ book }) => book.figures.sum('replaced', days)),
        stock: sum(({ book }) => book.stockByLevel()),
      },
      countedAt: counted.map(({ book }) => ({
        centre: book.centre,
        revision: String(book.revision),
      })),
      against: counted.map(({ book }) => againstBook(book)),
    };
  }

  /** Q6: what the yardstick needs besides the figures. */
  async #shown(file: QuarterFile, centres: Centres, freshBook: FreshBook, today: PlainDate) {
    const yearBefore = await this.file(file.centre, quarterAfter(file.quarter, -4), true);
    const parent = centres.get(file.centre)?.parent;
    if (parent === undefined) return { yearBefore: yearBefore.application?.data.figures };
    const { figures } = await freshBook(parent);
    const book = await freshBook(file.centre);
    const unsent = (await this.#files(file, book, centres, today))
      .map((one) => {
        const sent = figures.sentAgainst(file.centre, one.appliedFor);
        return one.granted ? lessNever(one.granted, sent) : noQuantities;
      })
      .reduce(addQuantities, noQuantities);
    return { unsent, yearBefore: yearBefore.application?.data.figures };
  }

  /**
   * The quarters of the file's centre that can hold anything: from the one in which it went live,
   * or from which its books tell, and in any case two years back, to the present one.
   */
  async #files(
    file: QuarterFile,
    book: Book,
    centres: Centres,
    today: PlainDate,
  ): Promise<QuarterFile[]> {
    const liveFrom = centres.get(file.centre)?.liveFrom ?? today;
    const { from: twoYearsBack } = statisticalDays(quarterAfter(file.quarter, -8));
    const days = [liveFrom, book.figures.firstDay ?? today, twoYearsBack];
    const quarters: QuarterText[] = [];
    const last = statisticalQuarterOf(today);
    let quarter = statisticalQuarterOf(days.reduce((a, b) => (a < b ? a : b)));
    for (; quarter <= last && quarters.length < quarterCountMax; quarter = quarterAfter(quarter)) {
      quarters.push(quarter);
    }
    return inTurns(quarters, (one) => this.file(file.centre, one, true));
  }
}

const againstBook = (book: Book): JudgedAgainst => ({
  stream: bookStream(book.centre),
  revision: String(book.revision),
});

const lessNever = (granted: LevelQuantities, sent: LevelQuantities): LevelQuantities =>
  quantitiesOf((level) => Math.max(0, granted[level] - sent[level]));

/** By the return; none filed is none passed. */
function passedBy({ return: filed }: QuarterFile): LevelQuantities {
  const rows = filed?.data.rows ?? [];
  return quantitiesOf((level) =>
    rows.reduce((sum, row) => sum + (row.level === level ? row.passed : 0), 0),
  );
}

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
