/** Whether whoever a book is of may hold one: known by then (C2), no station (C3), blanks from C1. */
import {
  type CentreCode,
  type CentreRegistered,
  centreOfBook,
  type RecordedEvent,
  type Tier,
} from '#domain';
import { breach, type Report } from './findings';

export class BookOwners {
  private readonly tiers = new Map<CentreCode, Tier>();
  /** The first that was registered without a parent. */
  private top: CentreCode | undefined;
  /** Streams of books whose owner was judged, at their first event. */
  private readonly judged = new Set<string>();

  constructor(private readonly report: Report) {}

  follow(event: RecordedEvent): void {
    if (event.type === 'CentreRegistered') this.register(event.data);
    const { stream } = event;
    if (!stream.startsWith('book-')) return;
    if (!this.judged.has(stream)) {
      this.judged.add(stream);
      this.judge(event, centreOfBook(stream) ?? '');
    }
    if (event.type === 'BlanksRegistered') this.judgeRegistration(event);
  }

  private register({ code, tier, parent }: CentreRegistered['data']): void {
    if (parent === undefined) this.top ??= code;
    if (!this.tiers.has(code)) this.tiers.set(code, tier);
  }

  private judge(event: RecordedEvent, centre: CentreCode): void {
    const tier = this.tiers.get(centre);
    if (tier === undefined) this.report(breach('book-of-nobody', event, { centre }));
    if (tier === 'station') this.report(breach('book-of-station', event, { centre }));
  }

  private judgeRegistration(event: RecordedEvent): void {
    const centre = centreOfBook(event.stream) ?? '';
    if (centre === this.top || !this.tiers.has(centre)) return;
    this.report(breach('registered-below-top', event, { centre, top: this.top ?? '' }));
  }
}
