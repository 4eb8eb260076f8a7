import { Injectable } from '@nestjs/common';
import { epcisDocument } from '#audit';
import { parseRange, parseSerial, type Refusal, type SerialRange } from '#domain';
import {
  ReadModel,
  type Reflecting,
  type SerialSegment,
  type SerialState,
  type SerialTrace,
} from '#read-model';
import type { Principal } from '../access/principal';
import { Visibility } from '../access/visibility';
import { notYourCentre, Problem, RefusedProblem } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import { certificateDto, consignmentDto, segmentDto, serialDto } from './answers';
import type { CertificateDto } from './certificate.dto';
import type { ConsignmentPageDto, ConsignmentQueryDto } from './consignment.dto';
import type { EpcisDocumentDto } from './epcis.dto';
import { HolderReader } from './holder-reader';
import type { AsOfQueryDto, RangeQueryDto, SegmentsDto, SerialDto } from './queries.dto';
import { timeOf } from './time';

@Injectable()
export class MovementReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly holders: HolderReader,
    private readonly clock: Clock,
  ) {}

  async serial(
    { principal }: CallerState,
    serial: string,
    query: AsOfQueryDto,
  ): Promise<Reply<SerialDto>> {
    const { position, trace, state } = await this.registered(principal, serial, query);
    return found(position, serialDto(trace, state, await this.visibility.centres()));
  }

  async epcis(
    { principal }: CallerState,
    serial: string,
    query: AsOfQueryDto,
  ): Promise<Reply<EpcisDocumentDto>> {
    const { position, trace } = await this.registered(principal, serial, query);
    const steps = trace.history.map(({ event, reference, ...step }) => ({
      ...step,
      type: event,
      reference: reference ?? null,
    }));
    return found(position, epcisDocument(trace.serial, steps, this.clock.now()));
  }

  /** Whether the caller may see the serial, also one whose registration was reversed. */
  async assertSeen({ principal }: CallerState, serial: string): Promise<void> {
    await this.seen(principal, serial, {});
  }

  private async registered(
    principal: Principal,
    serial: string,
    query: AsOfQueryDto,
  ): Promise<{ position: bigint; trace: SerialTrace; state: SerialState }> {
    const { position, answer: trace } = await this.seen(principal, serial, query);
    const { state } = trace;
    if (!state) throw unregistered(trace);
    return { position, trace, state };
  }

  /** Seen by whoever ever held it, whoever it is on its way to, and all above them. */
  private async seen(
    principal: Principal,
    serial: string,
    query: AsOfQueryDto,
  ): Promise<Reflecting<SerialTrace>> {
    const { position, answer } = await this.views.serial(serial, this.timeOf(query));
    if (!answer) throw new Problem(404, 'unknown-serial');
    const { heldBy, onItsWayTo } = answer;
    const holders = onItsWayTo === undefined ? heldBy : [...heldBy, onItsWayTo];
    if (!(await this.visibility.seesAny(principal, holders))) throw notYourCentre();
    return { position, answer };
  }

  async segments({ principal }: CallerState, query: RangeQueryDto): Promise<Reply<SegmentsDto>> {
    const range = rangeOf(query);
    const page = { after: query.after, limit: limitOf(query), ...this.timeOf(query) };
    const { position, answer } = await this.views.serialSegments(range, page);
    for (const segment of answer.segments) await this.assertVisible(principal, segment);
    const { segments, complete, next } = answer;
    return found(position, { segments: segments.map(segmentDto), complete, next: next ?? null });
  }

  async certificate({ principal }: CallerState, number: string): Promise<Reply<CertificateDto>> {
    const { position, answer } = await this.views.certificate(number);
    if (!answer) throw new Problem(404, 'unknown-certificate');
    const centres = [answer.centre, ...answer.papers.map(({ centre }) => centre)];
    if (!(await this.visibility.seesAny(principal, centres))) throw notYourCentre();
    const holder = await this.holders.of(principal, answer);
    const { answer: vouchers } = await this.views.vouchersOf(number, this.clock.now());
    return found(position, certificateDto(answer, holder, vouchers.at(-1)));
  }

  async consignments(
    { principal }: CallerState,
    query: ConsignmentQueryDto,
  ): Promise<Reply<ConsignmentPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const { position, answer } = await this.views.consignments(
      { within, status: query.status },
      { after: query.after, limit: limitOf(query) },
    );
    const centres = await this.visibility.centres();
    return found(position, {
      items: answer.items.map((consignment) => consignmentDto(consignment, centres)),
      next: answer.next ?? null,
    });
  }

  private timeOf(query: AsOfQueryDto) {
    return timeOf(query, this.clock.now());
  }

  private async assertVisible(principal: Principal, segment: SerialSegment): Promise<void> {
    if (segment.centre === undefined) return;
    if (await this.visibility.seesAny(principal, [segment.centre])) return;
    const { consignment, from, to } = segment;
    const sent = consignment === undefined ? undefined : await this.views.consignment(consignment);
    const receiver = sent?.answer?.receiver;
    if (receiver !== undefined && (await this.visibility.seesAny(principal, [receiver]))) return;
    const range = parseRange({ from, to });
    const touched = range && (await this.wasEverHeld(principal, range));
    if (!touched) throw notYourCentre();
  }

  /** Whether every serial of a range was once at or below the caller's centre. */
  private async wasEverHeld(principal: Principal, range: SerialRange): Promise<boolean> {
    const root = await this.visibility.rootFor(principal, undefined);
    if (root === undefined) return true;
    const { answer } = await this.views.wasEverHeld(range, root);
    return answer;
  }
}

/** Never registered by then; or by mistake, which was reversed (C1): that is told with its event. */
function unregistered({ serial, history }: SerialTrace): Problem {
  const last = history.at(-1);
  const first = history.findLast(({ from }) => from === 'origin');
  if (!first || last?.to !== 'origin') return new Problem(404, 'unknown-serial');
  const { occurredOn, recordedAt, centre, revision, position, actor, approvedBy } = last;
  return new Problem(404, 'registration-reversed', {
    params: {
      serial,
      registeredOn: first.occurredOn,
      reversedOn: occurredOn,
      recordedAt: recordedAt.toISOString(),
      centre,
      revision: String(revision),
      position: String(position),
      user: actor.user,
      role: actor.role,
      userCentre: actor.centre,
      ...(approvedBy === undefined ? {} : { approvedBy }),
    },
  });
}

/** @throws RefusedProblem for ends that are no serials (N1) or make no range (N2) */
function rangeOf({ from, to }: RangeQueryDto): SerialRange {
  const range = parseRange({ from, to });
  if (range) return range;
  const malformed = [
    { serial: from, path: '/from' },
    { serial: to, path: '/to' },
  ].filter(({ serial }) => !parseSerial(serial));
  const refusals: Refusal[] = malformed.map(({ serial, path }) => ({
    rule: 'N1',
    code: 'serial-malformed',
    path,
    serial,
  }));
  const [first, ...rest] = refusals;
  if (first) throw new RefusedProblem([first, ...rest]);
  throw new RefusedProblem([
    { rule: 'N2', code: 'range-malformed', path: '/from', range: { from, to } },
  ]);
}
