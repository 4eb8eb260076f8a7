import { Injectable } from '@nestjs/common';
import {
  addQuantities,
  applicationWindow,
  type Centre,
  type CentreCode,
  type Centres,
  isQuarter,
  type LevelQuantities,
  monthlyFileDueOn,
  type PlainDate,
  type Policy,
  passedDiffering,
  type QuarterFigures,
  type QuarterFile,
  type QuarterText,
  quarterAfter,
  type ReportedDestruction,
  returnDueOn,
  shanghaiDate,
  signers,
  statisticalDays,
  statisticsFor,
  totalQuantity,
} from '#domain';
import { BookLedger, type QuarterOutlook, QuartersLedger } from '#ledger';
import { type QuarterAnswer, ReadModel } from '#read-model';
import { KnownUsers } from '../access/known-users';
import type { Principal } from '../access/principal';
import { Visibility } from '../access/visibility';
import { Problem, RefusedProblem } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { found, type Reply } from '../requests/reply';
import type { BoardDto, BoardRowDto, NextDueDto, ReturnStatus } from './board.dto';
import type {
  ApplicationStatus,
  FullQuantitiesDto,
  MadeMonthlyFileDto,
  PassedDifferenceDto,
  PersonDto,
  QuarterDto,
  QuarterFiguresDto,
  QuarterOutlookDto,
  ReportedDestructionDto,
  WholeQuarterDto,
} from './quarters.dto';

const dayMs = 86_400_000;

@Injectable()
export class QuarterReader {
  constructor(
    private readonly views: ReadModel,
    private readonly quarters: QuartersLedger,
    private readonly books: BookLedger,
    private readonly visibility: Visibility,
    private readonly users: KnownUsers,
    private readonly clock: Clock,
  ) {}

  async one(
    { principal }: CallerState,
    code: CentreCode,
    quarter: string,
  ): Promise<Reply<WholeQuarterDto>> {
    if (!isQuarter(quarter)) throw new Problem(404, 'unknown-quarter');
    await this.visibility.withBook(code);
    const centres = await this.visibility.centres();
    const below = [...centres.all()]
      .filter((other) => other.code !== code && other.tier !== 'station')
      .filter((other) => centres.isWithin(other.code, code))
      .map((other) => other.code);
    const { position, answer } = await this.views.quarters([code, ...below], quarter);
    const one = quarterDto(answer[0], centres.policyFor(code));
    return found(position, {
      ...one,
      passedDiffers: passedDiffers(answer),
      people: await this.peopleOf(one, principal),
    });
  }

  private async peopleOf({ application }: QuarterDto, { userId }: Principal): Promise<PersonDto[]> {
    if (!application) return [];
    const ids = [application.filedBy, ...application.signOffs.map(({ user }) => user)];
    const people: PersonDto[] = [];
    for (const user of new Set(ids)) {
      const known = await this.users.byId(user);
      people.push({ user, name: known?.displayName ?? null, isCaller: user === userId });
    }
    return people;
  }

  async outlook(code: CentreCode, quarter: string): Promise<Reply<QuarterOutlookDto>> {
    if (!isQuarter(quarter)) throw new Problem(404, 'unknown-quarter');
    const { parent } = await this.visibility.withBook(code);
    const centres = await this.visibility.centres();
    if (parent === undefined) {
      const params = { centre: code };
      throw new RefusedProblem([{ rule: 'Q12', code: 'nobody-to-apply-to', params }]);
    }
    // The books are read after the position was: they reflect that position at least.
    const position = await this.views.position();
    const today = shanghaiDate(this.clock.now());
    const outlook = await this.quarters.outlook(code, statisticsFor(quarter), today, (centre) =>
      this.books.book(centre, { fresh: true }),
    );
    return found(position, outlookDto(code, quarter, outlook, centres.policyFor(code)));
  }

  async board(
    { principal }: CallerState,
    quarter: string,
    asked: CentreCode | undefined,
  ): Promise<Reply<BoardDto>> {
    if (!isQuarter(quarter)) throw new Problem(404, 'unknown-quarter');
    const centres = await this.visibility.centres();
    const root = (await this.visibility.rootFor(principal, asked)) ?? centres.top?.code;
    const { tier } = await this.visibility.withBook(root ?? '');
    if (root === undefined || tier === 'city') {
      const params = { centre: root ?? '' };
      throw new RefusedProblem([{ rule: 'C3', code: 'nobody-applies-to', params }]);
    }
    const below = [...centres.all()].filter(
      ({ parent, tier }) => parent === root && tier !== 'station',
    );
    const today = shanghaiDate(this.clock.now());
    const { position, answer } = await this.views.quarters(
      below.map(({ code }) => code),
      quarter,
    );
    const { answer: shown } = await this.views.centres();
    const closedOn = new Map(shown.map((centre) => [centre.code, centre.closedOn]));
    const policy = centres.policyFor(root);
    return found(position, {
      quarter,
      province: root,
      window: applicationWindow(quarter, policy),
      returnDueOn: returnDueOn(quarterAfter(quarter, -1), policy),
      items: answer.map((one, index) => {
        const centre = { ...below[index], closedOn: closedOn.get(below[index].code) };
        return boardRow(one, centre, centres, today);
      }),
      next: null,
      due: dueNext(today, policy),
    });
  }
}

interface ListedCentre extends Centre {
  readonly closedOn?: PlainDate;
}

/** Of a centre's quarter and those of all below it. */
function passedDiffers([{ file }, ...below]: readonly QuarterAnswer[]): PassedDifferenceDto[] {
  if (!file.application) return [];
  const returned = below.map((one) => one.file.passed).reduce(addQuantities, file.passed);
  return passedDiffering(file.application, returned);
}

function boardRow(
  answer: QuarterAnswer,
  centre: ListedCentre,
  centres: Centres,
  today: PlainDate,
): BoardRowDto {
  const policy = centres.policyFor(centre.code);
  const row = quarterDto(answer, policy);
  return {
    ...row,
    name: centre.name,
    returnStatus: returnStatus(answer.file, centre, row.returnDueOn, today),
    ...(centre.closedOn === undefined ? {} : { closedOn: centre.closedOn }),
    hasManager: centre.manager !== undefined,
  };
}

function returnStatus(
  { return: filed }: QuarterFile,
  { liveFrom, closedOn }: ListedCentre,
  dueOn: PlainDate,
  today: PlainDate,
): ReturnStatus {
  if (filed) return filed.data.late ? 'late' : 'filed';
  if (dueOn < liveFrom) return 'not-live';
  if (closedOn !== undefined && closedOn <= dueOn) return 'closed';
  return today > dueOn ? 'missing' : 'not-due';
}

/** What is due from today on, soonest first: of returns, applications and monthly files one each. */
function dueNext(today: PlainDate, policy: Policy): NextDueDto[] {
  const year = Number(today.slice(0, 4));
  const quarters = [year - 1, year, year + 1].flatMap((one) =>
    [1, 2, 3, 4].map((number): QuarterText => `${one}Q${number}`),
  );
  const months = [0, 1, 2].map((count) => monthBefore(today, count));
  const days = [
    ...quarters.map((period) => ({ what: 'return', period, on: returnDueOn(period, policy) })),
    ...quarters.map((period) => {
      return { what: 'window-opens', period, on: applicationWindow(period, policy).from };
    }),
    ...quarters.map((period) => {
      return { what: 'window-closes', period, on: applicationWindow(period, policy).to };
    }),
    ...months.map((period) => {
      return { what: 'monthly-file', period, on: monthlyFileDueOn(period, policy) };
    }),
  ];
  const coming = days.filter(({ on }) => on >= today).sort((a, b) => (a.on < b.on ? -1 : 1));
  const kinds = ['return', 'window-opens', 'window-closes', 'monthly-file'];
  return kinds
    .flatMap((kind) => coming.find(({ what }) => what === kind) ?? [])
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .map((one) => ({ ...one, daysLeft: (Date.parse(one.on) - Date.parse(today)) / dayMs }));
}

/** The month `count` months before a day's. */
function monthBefore(day: PlainDate, count: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

function quarterDto({ file, sent, received }: QuarterAnswer, policy: Policy): QuarterDto {
  const { centre, quarter: statisticalQuarter, appliedFor: quarter } = file;
  const { return: filed, feeShare, application, review } = file;
  return {
    centre,
    quarter,
    window: applicationWindow(quarter, policy),
    statisticalQuarter,
    statisticalDays: statisticalDays(statisticalQuarter),
    returnDueOn: returnDueOn(statisticalQuarter, policy),
    status: statusOf(file),
    ...(filed ? { return: returnDto(filed) } : {}),
    ...(feeShare ? { feeShare: withoutQuarter(feeShare) } : {}),
    ...(application ? { application: applicationDto(application) } : {}),
    ...(review ? { review: reviewDto(review) } : {}),
    monthlyFiles: monthlyFiles(file, policy),
    sent: full(sent),
    received: full(received),
  };
}

function monthlyFiles(file: QuarterFile, policy: Policy): MadeMonthlyFileDto[] {
  const made = [...file.monthlyFiles.values()].map(
    ({ data: { month, late, rowCount }, madeAt }) => {
      return { month, dueOn: monthlyFileDueOn(month, policy), late, rowCount, madeAt };
    },
  );
  return made.sort((a, b) => (a.month < b.month ? -1 : 1));
}

function statusOf({ application, review, isZero }: QuarterFile): ApplicationStatus {
  if (review) return review.data.decision;
  if (application) return application.signOffs.length === signers.length ? 'signed' : 'filed';
  return isZero ? 'zero' : 'not-filed';
}

const full = (quantities: LevelQuantities): FullQuantitiesDto => ({
  ...quantities,
  total: totalQuantity(quantities),
});

function withoutQuarter<Data extends { readonly quarter: string }>({ quarter: _, ...rest }: Data) {
  return rest;
}

function outlookDto(
  centre: CentreCode,
  quarter: QuarterText,
  outlook: QuarterOutlook,
  policy: Policy,
): QuarterOutlookDto {
  const { figures, countedAt, destroyed, rostersPassed, unsent, yardstick, ofYearBefore } = outlook;
  const { from } = applicationWindow(quarter, policy);
  return {
    centre,
    quarter,
    figures: figuresDto(figures),
    countedAt: [...countedAt],
    destroyed: destroyedDto(destroyed),
    rostersPassed: full(rostersPassed),
    unsent: full(unsent),
    yardstick: full(yardstick),
    ceilingPercent: policy.on(from, 'requestCeilingPercent'),
    ofYearBefore,
  };
}

const destroyedDto = (destroyed: readonly ReportedDestruction[]): ReportedDestructionDto[] =>
  destroyed.map((one) => ({ ...one, ranges: [...one.ranges] }));

function returnDto({ data, filings, filedAt }: NonNullable<QuarterFile['return']>) {
  const { rows, destroyed, ...rest } = withoutQuarter(data);
  return {
    ...rest,
    rows: [...rows],
    destroyed: destroyedDto(destroyed),
    filings,
    filedAt,
  };
}

function applicationDto({
  data,
  filedBy,
  filedAt,
  signOffs,
}: NonNullable<QuarterFile['application']>) {
  const { planned, figures, countedAt, ...rest } = withoutQuarter(data);
  return {
    ...rest,
    planned: full(planned),
    figures: figuresDto(figures),
    countedAt: [...countedAt],
    filedBy: filedBy.user,
    filedAt,
    signOffs: signOffs.map(({ as, by }) => ({ as, user: by.user })),
  };
}

function figuresDto({
  received,
  passed,
  destroyed,
  replaced,
  stock,
}: QuarterFigures): QuarterFiguresDto {
  return {
    received: full(received),
    passed: full(passed),
    destroyed: full(destroyed),
    replaced: full(replaced),
    stock: full(stock),
  };
}

function reviewDto({ data, on }: NonNullable<QuarterFile['review']>) {
  const { granted, yardstick, ...rest } = withoutQuarter(data);
  return {
    ...rest,
    ...(granted ? { granted: full(granted) } : {}),
    yardstick: full(yardstick),
    on,
  };
}
