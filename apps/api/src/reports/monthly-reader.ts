import { Injectable } from '@nestjs/common';
import {
  appliedWith,
  type CentreCode,
  isMonth,
  type MonthlyFile,
  type MonthlyFileMade,
  monthlyFileDueOn,
  type PlainDate,
  statisticalQuarterOf,
} from '#domain';
import { ReadModel } from '#read-model';
import type { Principal } from '../access/principal';
import { Standing } from '../access/standing';
import { notYourRole, Problem } from '../problems/problem';
import { HolderReader } from '../queries/holder-reader';
import type { AddedSinceDto, MonthlyFileDto, MonthlyLineDto, MonthlyQueryDto } from './monthly.dto';
import { MonthlyChanges } from './monthly-changes';
import { type MonthlyLine, monthlyLayout, remarkOf } from './monthly-columns';
import { digestOf, monthlyCsv, monthlyXlsx } from './monthly-file';
import { MonthlyLines } from './monthly-lines';

const linesDefault = 100;

/** Whether a file that is made again has the bytes that were recorded, and if not, why. */
export interface Agreement {
  readonly agrees: boolean;
  readonly differsBy?: 'forgotten' | 'other-layout' | 'unexplained';
}

export interface FoundFile {
  readonly position: bigint;
  readonly data: MonthlyFileMade['data'];
  readonly file: MonthlyFile;
  readonly dueOn: PlainDate;
}

/** The latest file of a month, made again from the books at the revisions that were counted. */
@Injectable()
export class MonthlyReader {
  constructor(
    private readonly views: ReadModel,
    private readonly standing: Standing,
    private readonly holders: HolderReader,
    private readonly lines: MonthlyLines,
    private readonly changes: MonthlyChanges,
  ) {}

  /** @throws Problem 403 for who may not see people, 404 for no month and no file */
  async find(principal: Principal, centre: CentreCode, month: string): Promise<FoundFile> {
    if (!isMonth(month)) throw new Problem(404, 'unknown-month');
    if (!(await this.holders.maySee(principal, { centre }))) throw notYourRole();
    const quarter = appliedWith(statisticalQuarterOf(`${month}-01`));
    const { position, answer } = await this.views.quarter(centre, quarter);
    const file = answer.file.monthlyFiles.get(month);
    if (!file) throw new Problem(404, 'no-monthly-file');
    const policy = (await this.standing.centres()).policyFor(centre);
    return { position, data: file.data, file, dueOn: monthlyFileDueOn(month, policy) };
  }

  /** Reads the whole month once. */
  async agreement({ data }: FoundFile): Promise<Agreement> {
    const digest = await digestOf(this.lines.of(data.month, data.countedAt));
    if (digest.sha256 === data.sha256) return { agrees: true };
    if (data.layout !== monthlyLayout) return { agrees: false, differsBy: 'other-layout' };
    const isForgotten = digest.forgottenCount > data.forgottenCount;
    return { agrees: false, differsBy: isForgotten ? 'forgotten' : 'unexplained' };
  }

  /** What the file lacks: recorded after its books were counted. */
  addedSince({ data }: FoundFile, centre: CentreCode): Promise<AddedSinceDto> {
    return this.changes.addedSince(centre, data);
  }

  /** The file itself, step by step. */
  bytes({ data }: FoundFile, format: 'csv' | 'xlsx'): AsyncIterable<string | Buffer> {
    const lines = this.lines.of(data.month, data.countedAt);
    return format === 'csv' ? monthlyCsv(lines) : monthlyXlsx(data.month, lines);
  }

  async page(
    found: FoundFile,
    centre: CentreCode,
    { after, limit }: MonthlyQueryDto,
  ): Promise<MonthlyFileDto> {
    const { data, file, dueOn } = found;
    const skipCount = Number(after ?? 0);
    const countMax = Number(limit ?? linesDefault);
    const items: MonthlyLineDto[] = [];
    for await (const line of this.lines.of(data.month, data.countedAt, skipCount)) {
      items.push(lineDto(line));
      if (items.length === countMax) break;
    }
    const read = skipCount + items.length;
    return {
      ...data,
      countedAt: [...data.countedAt],
      centre,
      dueOn,
      madeBy: file.madeBy.user,
      madeAt: file.madeAt,
      makings: file.makings,
      ...(file.before ? { since: await this.changes.between(file.before, data) } : {}),
      addedSince: await this.addedSince(found, centre),
      ...(skipCount === 0 ? await this.agreement(found) : {}),
      items,
      next: items.length > 0 && read < data.rowCount ? String(read) : null,
    };
  }
}

function lineDto(line: MonthlyLine): MonthlyLineDto {
  const { number, serial, person, certificate, level, centre, kind, occurredOn } = line;
  const { occupation, station, issuedOn } = certificate;
  return {
    certificateNumber: number,
    serial,
    holder: person === 'forgotten' ? null : person,
    occupation,
    level,
    station,
    centre,
    issuedOn,
    kind,
    occurredOn,
    serialBefore: line.serialBefore ?? null,
    remark: remarkOf(line),
    position: String(line.position),
  };
}
