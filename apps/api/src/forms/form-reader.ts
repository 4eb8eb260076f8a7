import { Injectable } from '@nestjs/common';
import {
  type Actor,
  appliedWith,
  bookStream,
  type Centre,
  type CentreCode,
  type Centres,
  isQuarter,
  type PlainDate,
  type QuarterFile,
  type QuarterText,
  quarterAfter,
  type Signer,
  shanghaiDate,
} from '#domain';
import { EventLog } from '#event-log';
import { BookLedger } from '#ledger';
import { type Consignment, ReadModel } from '#read-model';
import { KnownUsers } from '../access/known-users';
import { Visibility } from '../access/visibility';
import { notYourCentre, Problem } from '../problems/problem';
import type { StatementQueryDto } from '../reports/statement.dto';
import { StatementReader } from '../reports/statement-reader';
import type { CallerState } from '../requests/caller';
import { applicationForm } from './application-form';
import { consignmentReceipt } from './consignment-receipt';
import { destructionMinutes } from './destruction-minutes';
import { managerForm } from './manager-form';
import type { SignedBy } from './page';
import { returnForm } from './return-form';
import { statementForm } from './statement-form';
import type { FormCentre } from './words';

export interface PrintedForm {
  readonly position: bigint | string;
  readonly page: string;
}

/** Who posted something and who approved it; the day is that of the approval, if there was one. */
interface Acts {
  readonly postedBy: SignedBy;
  readonly approvedBy?: SignedBy;
}

/** Forms with what the views and the books say in them. 404 when there is nothing to print. */
@Injectable()
export class FormReader {
  constructor(
    private readonly views: ReadModel,
    private readonly log: EventLog,
    private readonly books: BookLedger,
    private readonly visibility: Visibility,
    private readonly users: KnownUsers,
    private readonly statements: StatementReader,
  ) {}

  /** By the quarter applied for. */
  async application(code: CentreCode, quarter: string): Promise<PrintedForm> {
    const centres = await this.visibility.centres();
    const centre = centreOf(centres, code);
    const { position, answer } = await this.views.quarter(code, asQuarter(quarter));
    const { file } = answer;
    if (!file.application && !file.isZero) throw nothingToPrint();
    const provinceName = provinceNameOf(centres, centre);
    const signed = await this.signOffs(file);
    const reviewed = file.review && (await this.signedBy(file.review.by.user, file.review.on));
    const page = applicationForm({ centre, provinceName, file, signed, reviewed });
    return { position, page };
  }

  /** By the statistical quarter. */
  async return(code: CentreCode, text: string): Promise<PrintedForm> {
    const quarter = asQuarter(text);
    const centres = await this.visibility.centres();
    const centre = centreOf(centres, code);
    const { position, answer } = await this.views.quarter(code, appliedWith(quarter));
    const filed = answer.file.return;
    if (!filed) throw nothingToPrint();
    const provinceName = provinceNameOf(centres, centre);
    const year = quarter.endsWith('Q4')
      ? [...(await this.before(code, quarter)), filed]
      : undefined;
    return { position, page: returnForm({ centre, provinceName, quarter, filed, year }) };
  }

  async manager(code: CentreCode): Promise<PrintedForm> {
    const centres = await this.visibility.centres();
    const centre = centreOf(centres, code);
    const { position, answer } = await this.views.centre(code);
    if (!answer?.officials) throw nothingToPrint();
    const provinceName = provinceNameOf(centres, centre);
    const parent = centre.parent === undefined ? undefined : centres.get(centre.parent);
    const parentEmail = parent?.manager?.managerEmail;
    const { officials } = answer;
    return { position, page: managerForm({ centre, provinceName, officials, parentEmail }) };
  }

  /** By the revision of the destruction in the centre's book. */
  async destruction(code: CentreCode, text: string): Promise<PrintedForm> {
    if (!/^[0-9]{1,15}$/.test(text)) throw nothingToPrint();
    const centre = centreOf(await this.visibility.centres(), code);
    const revision = BigInt(text);
    const event = await this.log.readAt(bookStream(code), revision);
    if (event?.type !== 'SerialDestroyed') throw nothingToPrint();
    const { figures } = await this.books.book(code, { fresh: true });
    const destroyed = figures
      .destroyedAfter(revision - 1n)
      .filter((one) => one.revision === revision);
    const { actor, approvedBy, decidedAt } = event.metadata;
    const acts = await this.acts(actor, approvedBy?.user, new Date(decidedAt));
    const { minutes } = event.data;
    const page = destructionMinutes({ centre, minutes, revision, destroyed, ...acts });
    return { position: event.position, page };
  }

  /** Seen at and above both its ends; while it is on its way it is a sheet to fill in by hand. */
  async receipt({ principal }: CallerState, number: string): Promise<PrintedForm> {
    const { position, answer: consignment } = await this.views.consignment(number);
    if (!consignment) throw new Problem(404, 'unknown-consignment');
    const ends = [consignment.sender, consignment.receiver];
    if (!(await this.visibility.seesAny(principal, ends))) throw notYourCentre();
    const centres = await this.visibility.centres();
    const [sender, receiver] = ends.map((code) => centreOf(centres, code));
    const acts = await this.receiptActs(consignment);
    return { position, page: consignmentReceipt({ consignment, sender, receiver, ...acts }) };
  }

  async statement(code: CentreCode, query: StatementQueryDto): Promise<PrintedForm> {
    const centre = centreOf(await this.visibility.centres(), code);
    const { body: statement, headers } = await this.statements.statement(code, query);
    if (!statement || statement.rows.length === 0) throw nothingToPrint();
    return { position: headers['Liushui-Position'], page: statementForm({ centre, statement }) };
  }

  private async signOffs({ application }: QuarterFile) {
    const signed: Partial<Record<Signer, SignedBy>> = {};
    for (const { as, by, on } of application?.signOffs ?? []) {
      signed[as] = await this.signedBy(by.user, on);
    }
    return signed;
  }

  /** The returns of the year's first three quarters. */
  private async before(code: CentreCode, quarter: QuarterText) {
    const returns: QuarterFile['return'][] = [];
    for (const count of [-3, -2, -1]) {
      const { answer } = await this.views.quarter(code, appliedWith(quarterAfter(quarter, count)));
      returns.push(answer.file.return);
    }
    return returns;
  }

  /** Who posted the answer to a consignment is told by the history of any of its serials. */
  private async receiptActs({ answer, lots }: Consignment): Promise<Partial<Acts>> {
    if (!answer?.receipt) return {};
    const [{ ranges }] = lots;
    const { answer: trace } = await this.views.serial(ranges[0].from);
    const entry = trace?.history.find(({ position }) => position === answer.position);
    return entry ? this.acts(entry.actor, entry.approvedBy, entry.recordedAt) : {};
  }

  private async acts(actor: Actor, approver: string | undefined, at: Date): Promise<Acts> {
    const day = shanghaiDate(at);
    if (approver === undefined) return { postedBy: await this.signedBy(actor.user, day) };
    const postedBy = await this.signedBy(actor.user);
    return { postedBy, approvedBy: await this.signedBy(approver, day) };
  }

  /** Events know users by their ids alone; a user that is not known any more keeps it. */
  private async signedBy(userId: string, on?: PlainDate): Promise<SignedBy> {
    const user = await this.users.byId(userId);
    return { name: user?.displayName ?? userId, on };
  }
}

const nothingToPrint = () => new Problem(404, 'nothing-to-print');

/** @throws Problem 404 */
function asQuarter(text: string): QuarterText {
  if (!isQuarter(text)) throw new Problem(404, 'unknown-quarter');
  return text;
}

/** @throws Problem 404 */
function centreOf(centres: Centres, code: CentreCode): Centre & FormCentre {
  const centre = centres.get(code);
  if (!centre) throw new Problem(404, 'unknown-centre');
  return centre;
}

/** The name of the province at or above a centre; its own where there is none. */
function provinceNameOf(centres: Centres, centre: Centre): string {
  let at: Centre | undefined = centre;
  while (at && at.tier !== 'province' && at.parent !== undefined) at = centres.get(at.parent);
  return at?.tier === 'province' ? at.name : centre.name;
}
