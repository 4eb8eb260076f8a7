/** Blanks on their way between centres, and what must be empty when one closes. */
import {
  addDays,
  type BlanksDispatched,
  type BlanksReceived,
  bookStream,
  type CentreCode,
  centreOfBook,
  centresStream,
  type LevelQuantities,
  type Lot,
  movements,
  type PlainDate,
  parseRange,
  type Recorded,
  type RecordedEvent,
  shanghaiDate,
} from '#domain';
import type { CustodyCheck } from '../custody-check';
import type { PastEvents } from './past-events';
import { allCentres, childrenOf, parentOf, top } from './people';

const openingDaysMax = 31;
const graceDays = 3;

export class HandingRules {
  private readonly sent = new Map<string, Recorded<BlanksDispatched>>();
  private readonly answers = new Map<string, RecordedEvent>();
  private readonly takenBack = new Set<string>();
  private readonly closed = new Set<CentreCode>();
  /** By edition. */
  private readonly withdrawnFrom = new Map<string, PlainDate>();
  /** By centre and the quarter that it applied for. */
  private readonly granted = new Map<string, LevelQuantities>();
  private readonly against = new Map<string, number>();

  constructor(
    private readonly past: PastEvents,
    private readonly custody: CustodyCheck,
  ) {}

  follow(event: RecordedEvent): string[] {
    const centre = centreOfBook(event.stream) ?? '';
    const wrong = this.judgeEditions(event, centre);
    switch (event.type) {
      case 'BlanksRegistered':
      case 'RegistrationReversed':
        return centre === top ? wrong : [...wrong, 'C1: not the top centre'];
      case 'EditionWithdrawn':
        return this.withdraw(event.data, shanghaiDate(new Date(event.metadata.decidedAt)));
      case 'ApplicationReviewed':
        if (event.data.decision === 'approved' && event.data.granted) {
          const applicant = event.stream.slice('quarter-'.length, 'quarter-'.length + 8);
          this.granted.set(`${applicant}|${event.data.quarter}`, event.data.granted);
        }
        return wrong;
      case 'BlanksDispatched':
        return [...wrong, ...this.dispatch(event as Recorded<BlanksDispatched>, centre)];
      case 'BlanksReceived':
        return [...wrong, ...this.answer(event, centre), ...this.judgeCount(event)];
      case 'BlanksRefused':
        return [...wrong, ...this.answer(event, centre)];
      case 'BlanksTakenBack':
        return [...wrong, ...this.takeBack(event, centre)];
      case 'CentreClosed':
        return [...wrong, ...this.close(event, centre)];
      default:
        return wrong;
    }
  }

  private withdraw({ edition, from }: { edition: string; from: PlainDate }, on: PlainDate) {
    const wrong = from > on ? [] : [`C14: withdrawn from ${from}, decided on ${on}`];
    if (this.withdrawnFrom.has(edition)) wrong.push(`C14: ${edition} is withdrawn twice`);
    this.withdrawnFrom.set(edition, from);
    return wrong;
  }

  private dispatch(event: Recorded<BlanksDispatched>, centre: CentreCode): string[] {
    const { consignment, to, opening, lots } = event.data;
    const wrong: string[] = [];
    const receiver = allCentres.find(({ code }) => code === to);
    const goesDown = parentOf(to) === centre;
    if (consignment !== `${centre}-${event.revision}`) wrong.push(`${consignment} is no number`);
    if (!goesDown && parentOf(centre) !== to) wrong.push(`C2: ${centre} does not send to ${to}`);
    if (receiver?.tier === 'station') wrong.push('C3: a station holds no blanks');
    const known = this.past.readOf(bookStream(to), event);
    if (known.some(({ type }) => type === 'CentreClosed')) wrong.push(`C18: ${to} is closed`);
    if (opening) {
      const last = addDays(receiver?.liveFrom ?? '', openingDaysMax);
      const { occurredOn, decidedAt } = event.metadata;
      const liveFrom = allCentres.find(({ code }) => code === centre)?.liveFrom ?? '';
      const day = occurredOn < liveFrom ? occurredOn : shanghaiDate(new Date(decidedAt));
      if (!goesDown || day > last) wrong.push('C17: no opening stock');
    }
    this.sent.set(consignment, event);
    if (goesDown) wrong.push(...this.cite(event, lots, 1));
    return wrong;
  }

  /** Q7: what was sent, less what was taken back, against what was granted. */
  private cite(
    event: RecordedEvent & { readonly data: { to: CentreCode } },
    lots: readonly Lot[],
    sign: 1 | -1,
  ): string[] {
    const dispatch = sign === 1 ? event : undefined;
    const { to } = event.data;
    const named = 'application' in event.data ? (event.data.application as string) : undefined;
    if (named === undefined) {
      if (!dispatch || 'opening' in event.data || !this.mustCite(event, to)) return [];
      return [`Q7: nothing is cited for ${to}`];
    }
    return lots.flatMap((lot) => {
      const key = `${to}|${named}|${lot.level}`;
      const count = (this.against.get(key) ?? 0) + sign * lengthOf(lot);
      this.against.set(key, count);
      const granted = this.granted.get(`${to}|${named}`)?.[lot.level] ?? 0;
      return count <= granted ? [] : [`Q7: ${count} of ${granted} granted to ${key}`];
    });
  }

  private mustCite(event: RecordedEvent, to: CentreCode): boolean {
    const day = shanghaiDate(new Date(event.metadata.decidedAt));
    const name = parentOf(to) === top ? 'provinceCitesApplication' : 'cityCitesApplication';
    const { occurredOn } = event.metadata;
    const sender = allCentres.find(({ code }) => code === centreOfBook(event.stream));
    if (occurredOn < (sender?.liveFrom ?? '')) return false;
    const standard = name === 'cityCitesApplication' && day >= '2013-04-01' ? 1 : 0;
    let found = { value: standard, from: '' };
    for (const one of this.past.readOf(centresStream, event)) {
      if (one.type !== 'PolicySet' || one.data.name !== name || one.data.from > day) continue;
      if (one.data.from >= found.from) found = one.data;
    }
    return found.value === 1;
  }

  private answer(event: RecordedEvent & { data: { consignment: string } }, centre: CentreCode) {
    const { consignment } = event.data;
    const sent = this.sent.get(consignment);
    const wrong: string[] = [];
    if (sent?.data.to !== centre) wrong.push(`C5: ${consignment} was not sent to ${centre}`);
    if (this.answers.has(consignment)) wrong.push(`C5: ${consignment} is answered twice`);
    if (sent && sent.metadata.occurredOn > event.metadata.occurredOn) wrong.push('T3: too early');
    this.answers.set(consignment, event);
    return wrong;
  }

  private judgeCount(event: RecordedEvent & { data: BlanksReceived['data'] }): string[] {
    const { consignment, accepted, damaged, missing, countedBy } = event.data;
    const sent = this.sent.get(consignment)?.data.lots ?? [];
    const counted = [...accepted, ...damaged, ...missing].reduce(
      (sum, lot) => sum + lengthOf(lot),
      0,
    );
    const wrong: string[] = [];
    if (counted !== sent.reduce((sum, lot) => sum + lengthOf(lot), 0)) {
      wrong.push('C5: not every serial is accounted for');
    }
    const people = new Set([...countedBy, event.metadata.actor.user]);
    if (countedBy.length !== 2 || people.size !== 3) wrong.push(`C5: counted by ${countedBy}`);
    return wrong;
  }

  private takeBack(event: Extract<RecordedEvent, { type: 'BlanksTakenBack' }>, centre: CentreCode) {
    const { consignment, lots } = event.data;
    const answer = this.answers.get(consignment);
    const wrong: string[] = [];
    if (answer?.type !== 'BlanksRefused') wrong.push(`C6: ${consignment} was not refused`);
    if (this.takenBack.has(consignment)) wrong.push(`C6: ${consignment} is taken back twice`);
    if (answer && answer.metadata.occurredOn > event.metadata.occurredOn)
      wrong.push('T3: too early');
    this.takenBack.add(consignment);
    const sent = this.sent.get(consignment);
    if (centreOfBook(sent?.stream ?? '') !== centre) wrong.push(`C6: ${consignment} is another's`);
    if (sent) wrong.push(...this.cite(sent, lots, -1));
    return wrong;
  }

  private close(event: RecordedEvent, centre: CentreCode): string[] {
    const wrong = ['stock', 'spoiled'].flatMap((kind) =>
      this.custody.serialsIn(kind).filter((one) => this.custody.where(one) === `${kind}@${centre}`),
    );
    const messages = wrong.map((serial) => `C18: ${serial} is still there`);
    if (centre === top) messages.push('C18: the top centre stays');
    for (const child of childrenOf(centre)) {
      if (!this.closed.has(child)) messages.push(`C18: ${child} is open`);
    }
    for (const [consignment, { data, stream, revision }] of this.sent) {
      const sender = centreOfBook(stream);
      if (this.answers.get(consignment)?.type === 'BlanksReceived') continue;
      if (this.takenBack.has(consignment)) continue;
      const isKnown = this.past.readOf(stream, event).length > Number(revision);
      if (sender === centre || (data.to === centre && isKnown)) {
        messages.push(`C18: ${consignment} is under way`);
      }
    }
    this.closed.add(centre);
    return messages;
  }

  /** C14: blanks of a withdrawn edition are not used, nor sent down. */
  private judgeEditions(event: RecordedEvent, centre: CentreCode): string[] {
    const isUsed =
      event.type === 'CertificatesIssued' ||
      event.type === 'ReplacementPrinted' ||
      (event.type === 'BlanksDispatched' && parentOf(event.data.to) === centre);
    if (!isUsed) return [];
    const { occurredOn, decidedAt } = event.metadata;
    const recordedOn = shanghaiDate(new Date(decidedAt));
    return movements(event).flatMap(({ from: { kind }, edition }) => {
      const from = this.withdrawnFrom.get(edition);
      if (kind !== 'stock' || from === undefined || recordedOn < from) return [];
      const isLate = occurredOn < from && recordedOn < addDays(from, graceDays);
      const liveFrom = allCentres.find(({ code }) => code === centre)?.liveFrom ?? '';
      if (isLate || (occurredOn < liveFrom && occurredOn < from)) return [];
      return [`C14: ${edition} is withdrawn from ${from}`];
    });
  }
}

function lengthOf({ ranges }: Lot): number {
  return ranges.reduce((sum, text) => {
    const range = parseRange(text);
    return sum + (range ? range.last - range.first + 1 : 0);
  }, 0);
}
