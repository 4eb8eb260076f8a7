/** Recorded events made by random commands: what is refused is left out. */
import {
  addDays,
  type BookCommandBody,
  type CentreCode,
  type CorrectedLine,
  formatSerial,
  parseCertificateNumber,
  type RangeText,
  type RecordedEvent,
} from '#domain';
import { tree, World } from '#testing';
import { places } from './naive';
import { issue, numberOf, rangeOf } from './story';

const { ministry, guizhou, guiyang, zunyi } = tree;
const serialsMax = 400;
/** Past the turn of a year, so that sums of years, months and days all count. */
const firstDay = '2013-04-01';
const days = 400;

/** Each number becomes one attempted command, or an answer to a consignment. */
export function randomStory(choices: readonly number[]): RecordedEvent[] {
  const world = new World('2013-04-01');
  const teller = new Teller(world);
  choices.forEach((choice, index) => {
    const day = Math.floor((index * days) / choices.length);
    world.today = addDays(firstDay, day);
    const lag = (choice >>> 24) % 5 === 0 ? 20 : 0;
    teller.tell(choice, addDays(firstDay, Math.max(0, day - lag)), index);
  });
  return world.log;
}

class Teller {
  private numbers = 0;
  private on = '';

  constructor(private readonly world: World) {}

  tell(choice: number, on: string, index: number): void {
    this.on = on;
    const centre = [ministry, guizhou, guiyang, zunyi][choice % 4];
    switch ((choice >>> 14) % 17) {
      case 0:
        this.register(choice, index);
        break;
      case 1:
      case 2:
        this.dispatch(centre, choice);
        break;
      case 3:
      case 4:
      case 5:
        this.answerOldest(choice);
        break;
      case 6:
      case 13:
      case 14:
        this.issue(choice, index);
        break;
      case 7:
        this.replace(choice);
        break;
      case 8:
        this.withHeld(centre, 'stock', choice, (ranges) => {
          this.post(centre, { type: 'SpoilSerials', cause: 'misprint', ranges });
        });
        break;
      case 9:
      case 15:
        this.correct(choice);
        break;
      case 10:
        this.voidIssue(choice);
        break;
      case 11:
        // Seldom, or nothing would be left to come down the tree.
        if ((choice >>> 7) % 4 > 0) break;
        this.withHeld(ministry, 'stock', choice, (ranges) => {
          this.settle(ministry, { type: 'ReverseRegistration', ranges, reason: '误登' });
        });
        break;
      case 12:
        this.withHeld(centre, 'spoiled', choice, (ranges) => {
          this.settle(centre, { type: 'ReverseSpoilage', ranges, reason: '误登' });
        });
        break;
      default:
        this.destroy(centre, choice);
        break;
    }
  }

  private settle(at: CentreCode, body: BookCommandBody): void {
    this.post(at, body);
    this.approve(at);
  }

  private post(at: CentreCode, body: BookCommandBody, user = 'clerk-a'): void {
    this.world.post(at, body, { on: this.on, user });
  }

  private register(choice: number, index: number): void {
    const first = 1 + (((choice >>> 4) % 8) * serialsMax) / 8;
    const edition = index % 2 === 0 ? '甲版' : '乙版';
    const ranges = [rangeOf(first, first + serialsMax / 8 - 1)];
    const deliveryNote = `交货单${index}`;
    this.post(ministry, { type: 'RegisterBlanks', level: 4, edition, ranges, deliveryNote });
  }

  private dispatch(centre: CentreCode, choice: number): void {
    const down = centre === ministry ? guizhou : (choice >>> 6) % 3 ? guiyang : zunyi;
    const to = centre === guiyang || centre === zunyi ? guizhou : down;
    this.withHeld(centre, 'stock', choice, (ranges) => {
      this.post(centre, { type: 'DispatchBlanks', to, ranges, handedOverBy: '张三' });
    });
  }

  /** Receives or refuses the oldest consignment under way; what was refused is taken back. */
  private answerOldest(choice: number): void {
    const closed = new Set<string>();
    for (const event of this.world.log) {
      if (event.type === 'BlanksReceived' || event.type === 'BlanksTakenBack') {
        closed.add(event.data.consignment);
      }
    }
    const open = this.world.log.find(
      (event) => event.type === 'BlanksDispatched' && !closed.has(event.data.consignment),
    );
    if (open?.type !== 'BlanksDispatched') return;
    const { consignment, to, lots } = open.data;
    if (choice % 7 === 0) this.post(to, { type: 'RefuseBlanks', consignment, reason: '箱破' });
    const accepted = lots.flatMap((lot) => lot.ranges);
    const damaged = choice % 5 === 0 && accepted.length > 1 ? [accepted[0]] : [];
    this.post(to, {
      type: 'ReceiveBlanks',
      consignment,
      accepted: accepted.slice(damaged.length),
      damaged,
      countedBy: ['李四', '王五'],
    });
    this.approve(to);
    const sender = consignment.split('-')[0];
    this.post(sender, { type: 'TakeBackBlanks', consignment });
  }

  private issue(choice: number, index: number): void {
    this.withHeld(guiyang, 'stock', choice, ([{ from, to }]) => {
      const first = Number(from.slice(1));
      const count = Math.min(Number(to.slice(1)) - first + 1, 9);
      const lines = Array.from({ length: count }, (_, line) => [
        first + line,
        this.numbers + line + 1,
      ]);
      this.numbers += count;
      this.post(guiyang, issue(lines as [number, number][], { reference: `名册${index}` }));
    });
  }

  private replace(choice: number): void {
    this.withHeld(guiyang, 'stock', choice, ([{ from }]) => {
      const certificateNumber = numberOf(1 + (choice % Math.max(1, this.numbers)));
      const isLost = choice % 2 === 0;
      this.post(guiyang, {
        type: 'PrintReplacement',
        certificateNumber,
        serial: from,
        reason: isLost ? 'lost' : 'damaged',
        ...(isLost ? { lossNotice: { newspaper: '贵州日报', publishedOn: '2013-04-01' } } : {}),
      });
    });
  }

  /** A certificate was on a sheet from stock in truth, and another one takes its sheet. */
  private correct(choice: number): void {
    const [one, other] = [choice >>> 5, choice >>> 9].map((drawn) => this.inForce(drawn));
    if (!one || !other) return;
    this.withHeld(guiyang, 'stock', choice, ([{ from: fresh }]) => {
      const recordedSheet = choice % 2 === 0 ? 'stock' : 'spoiled';
      const first = { certificateNumber: one.number, recordedSerial: one.serial };
      const second = { certificateNumber: other.number, recordedSerial: other.serial };
      const lines: CorrectedLine[] =
        one.number === other.number
          ? [{ ...first, actualSerial: fresh, recordedSheet }]
          : [
              { ...first, actualSerial: fresh },
              { ...second, actualSerial: one.serial, recordedSheet },
            ];
      this.settle(guiyang, { type: 'CorrectIssues', lines, reason: '错位' });
    });
  }

  private voidIssue(choice: number): void {
    const certificate = this.inForce(choice >>> 5);
    if (!certificate) return;
    this.settle(guiyang, {
      type: 'VoidIssue',
      certificateNumber: certificate.number,
      sheet: choice % 2 === 0 ? 'in-hand' : 'not-found',
      cause: 'other',
      reason: '错发',
    });
  }

  /** A number and its serial in force, if the number drawn has one. */
  private inForce(drawn: number): { number: string; serial: string } | undefined {
    const number = numberOf(1 + (drawn % Math.max(1, this.numbers)));
    const parsed = parseCertificateNumber(number);
    const entry = parsed && this.world.book(guiyang).numbers.find(parsed);
    if (entry?.state !== 'in-force' || !entry.serial) return undefined;
    return { number, serial: formatSerial(entry.serial.series, entry.serial.ordinal) };
  }

  private destroy(centre: CentreCode, choice: number): void {
    this.withHeld(centre, 'spoiled', choice, (ranges) => {
      const minutes = { on: this.on, place: '档案馆', method: '粉碎', witnesses: ['孙八', '周九'] };
      this.post(centre, { type: 'DestroySerials', ranges, minutes });
      this.approve(centre);
    });
  }

  private approve(centre: CentreCode): void {
    const proposal = this.world.lastProposal(centre);
    this.post(centre, { type: 'ApproveProposal', proposal }, 'supervisor-b');
  }

  /** Two stretches of serials that the centre has in that account, if it has any. */
  private withHeld(
    centre: CentreCode,
    kind: 'stock' | 'spoiled',
    choice: number,
    use: (ranges: RangeText[]) => void,
  ): void {
    const held = [...places(this.world.log)]
      .filter(([, { account }]) => account.kind === kind && account.centre === centre)
      .map(([serial]) => Number(serial.slice(1)))
      .sort((a, b) => a - b);
    if (held.length === 0) return;
    const ranges = [choice >>> 3, choice >>> 11].map((number) => {
      const start = number % held.length;
      let end = start;
      const most = (number >>> 2) % 30;
      while (end - start < most && held[end + 1] === held[end] + 1) end += 1;
      return rangeOf(held[start], held[end]);
    });
    const overlap = ranges[0].from <= ranges[1].to && ranges[1].from <= ranges[0].to;
    use(overlap ? ranges.slice(0, 1) : ranges);
  }
}
