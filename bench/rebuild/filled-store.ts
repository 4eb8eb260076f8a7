/**
 * A store filled with custody of the shape that matters to a rebuild: one ministry, 31 provinces,
 * 13 cities each, boxes going down, posts in serial order with their sealed holders, some spoilage.
 * Everything follows from the numbers given; nothing is random but the keys of the sealed blocks.
 */
import { randomUUID } from 'node:crypto';
import {
  type HolderLine,
  type LiushuiEvent,
  type RangeText,
  residentIdCheckCharacter,
} from '#domain';
import { appendLinesMax, type EventLog, type NewEvent } from '#event-log';
import type { Sealing } from '#identity';

const provinceCount = 31;
const citiesPerProvince = 13;
const cityCount = provinceCount * citiesPerProvince;
const ministry = '00000000';
const edition = '2013普通版';
const level = 4;
/** One post in so many is followed by two sheets spoiled. */
const postsPerSpoilage = 100;
const eventsPerAppendMax = 80;
const sequenceMax = 99_999;

export interface FilledStore {
  readonly eventCount: number;
  readonly certificateCount: number;
}

const serialOf = (ordinal: number): string => `A${String(ordinal).padStart(10, '0')}`;
const rangeOf = (first: number, count: number): RangeText => ({
  from: serialOf(first),
  to: serialOf(first + count - 1),
});
const lotsOf = (first: number, count: number) => [
  { level, edition, ranges: [rangeOf(first, count)] } as const,
];
const provinceCode = (province: number): string => `${10 + province}000000`;
const cityCode = (city: number): string => {
  const number = String(1 + (city % citiesPerProvince)).padStart(2, '0');
  return `${10 + Math.floor(city / citiesPerProvince)}${number}0000`;
};

/** Appends to one stream at its exact revision, several events at a time. */
class Writer {
  revision = -1n;
  eventCount = 0;
  private waiting: NewEvent[] = [];
  private lineCount = 0;

  constructor(
    private readonly log: EventLog,
    private readonly stream: string,
  ) {}

  /** The revision that the next event added will have. */
  get next(): bigint {
    return this.revision + 1n + BigInt(this.waiting.length);
  }

  async add(
    occurredOn: string,
    event: LiushuiEvent,
    lineCount = 0,
    id: string = randomUUID(),
  ): Promise<void> {
    if (this.lineCount + lineCount > appendLinesMax) await this.flush();
    const metadata = {
      schema: 1,
      actor: { user: actorId, role: 'clerk', centre: this.stream.slice(-8) },
      occurredOn,
      decidedAt: `${occurredOn}T01:00:00.000Z`,
      correlationId: actorId,
    };
    this.waiting.push({ ...event, id, metadata } as NewEvent);
    this.lineCount += lineCount;
    this.eventCount += 1;
    if (this.waiting.length >= eventsPerAppendMax) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const { revision } = await this.log.append(this.stream, this.waiting, this.revision);
    this.revision = revision;
    this.waiting = [];
    this.lineCount = 0;
  }
}

const actorId = '3f2b7a52-8c11-4d22-9333-444455556666';

function holderLine(certificateNumber: string, person: number): HolderLine {
  const digits = `52010219${String(800_000_000 + (person % 100_000_000))}`;
  const number = digits + residentIdCheckCharacter(digits);
  const holder = {
    name: `考生${person}`,
    sex: '女',
    document: { type: 'resident-id', number },
  } as const;
  return { certificateNumber: certificateNumber.padStart(16, '0'), holder };
}

/** Fills one store in steps; each step adds posts to every city. */
export class StoreFiller {
  private readonly writers = new Map<string, Writer>();
  private readonly issued = new Array<number>(cityCount).fill(0);
  private nextSerial = 1;
  private certificateCount = 0;
  private step = 0;

  constructor(
    private readonly log: EventLog,
    private readonly linesPerPost: number,
    private readonly sealing: Pick<Sealing, 'seal'>,
  ) {}

  private writer(stream: string): Writer {
    const known = this.writers.get(stream) ?? new Writer(this.log, stream);
    this.writers.set(stream, known);
    return known;
  }

  /** Adds at least so many certificates, spread evenly over the cities. */
  async add(certificateCount: number): Promise<FilledStore> {
    if (this.step === 0) await this.registerCentres();
    const postCount = Math.ceil(certificateCount / cityCount / this.linesPerPost);
    const perCity = postCount * this.linesPerPost + 2 * Math.ceil(postCount / postsPerSpoilage);
    const first = this.nextSerial;
    this.nextSerial += perCity * cityCount;
    const year = 2013 + this.step;
    this.step += 1;
    await this.sendDown(`${year}-01-05`, first, perCity);
    const cities = Array.from({ length: cityCount }, (_, city) => city);
    await Promise.all(
      cities.map((city) => this.post(city, year, first + city * perCity, postCount)),
    );
    await Promise.all([...this.writers.values()].map((writer) => writer.flush()));
    const eventCount = [...this.writers.values()].reduce((sum, one) => sum + one.eventCount, 0);
    return { eventCount, certificateCount: this.certificateCount };
  }

  private async registerCentres(): Promise<void> {
    const writer = this.writer('centres');
    const register = (code: string, tier: 'ministry' | 'province' | 'city', parent?: string) =>
      writer.add('2012-12-01', {
        type: 'CentreRegistered',
        data: { code, name: `中心${code}`, tier, parent, liveFrom: '2013-01-01' },
      });
    await register(ministry, 'ministry');
    for (let province = 0; province < provinceCount; province += 1) {
      await register(provinceCode(province), 'province', ministry);
    }
    for (let city = 0; city < cityCount; city += 1) {
      await register(cityCode(city), 'city', `${cityCode(city).slice(0, 2)}000000`);
    }
    await writer.flush();
  }

  /** Registers a year's blanks and brings every city its own, through its province. */
  private async sendDown(on: string, first: number, perCity: number): Promise<void> {
    const data = { supplier: '印钞厂', deliveryNote: `交货单${this.step}` };
    const lots = lotsOf(first, perCity * cityCount);
    const registered: LiushuiEvent = { type: 'BlanksRegistered', data: { lots, ...data } };
    await this.writer(`book-${ministry}`).add(on, registered);
    for (let province = 0; province < provinceCount; province += 1) {
      const box = first + province * citiesPerProvince * perCity;
      await this.hand(on, ministry, provinceCode(province), box, citiesPerProvince * perCity);
    }
    for (let city = 0; city < cityCount; city += 1) {
      const province = provinceCode(Math.floor(city / citiesPerProvince));
      await this.hand(on, province, cityCode(city), first + city * perCity, perCity);
    }
  }

  /** The dispatch is stored before the receipt: a view sees them in that order. */
  private async hand(
    on: string,
    from: string,
    to: string,
    first: number,
    count: number,
  ): Promise<void> {
    const sender = this.writer(`book-${from}`);
    const receiver = this.writer(`book-${to}`);
    const consignment = `${from}-${sender.next}`;
    const lots = lotsOf(first, count);
    await sender.add(on, {
      type: 'BlanksDispatched',
      data: { consignment, to, lots, handedOverBy: '张三' },
    });
    await sender.flush();
    const nothing = { damaged: [], missing: [], unexpected: [] };
    const countedBy = ['李四', '王五'];
    await receiver.add(on, {
      type: 'BlanksReceived',
      data: { consignment, from, accepted: lots, ...nothing, countedBy },
    });
    await receiver.flush();
  }

  private async post(city: number, year: number, first: number, postCount: number): Promise<void> {
    const code = cityCode(city);
    const writer = this.writer(`book-${code}`);
    let serial = first;
    for (let post = 0; post < postCount; post += 1) {
      const month = 1 + Math.floor((post * 12) / postCount);
      const on = `${year}-${String(month).padStart(2, '0')}-${String(6 + (post % 20)).padStart(2, '0')}`;
      await this.issue(writer, on, city, serial, post);
      serial += this.linesPerPost;
      if (post % postsPerSpoilage !== 0) continue;
      const lots = lotsOf(serial, 2);
      await writer.add(on, { type: 'SerialsSpoiled', data: { lots, cause: 'misprint' } });
      serial += 2;
    }
  }

  private async issue(
    writer: Writer,
    on: string,
    city: number,
    serial: number,
    post: number,
  ): Promise<void> {
    const code = cityCode(city);
    const station = `${code.slice(0, 4)}2001`;
    const count = this.linesPerPost;
    const perPrefix = Math.floor(sequenceMax / count) * count;
    const before = this.issued[city];
    const year = 13 + Math.floor(before / perPrefix);
    const sequence = 1 + (before % perPrefix);
    this.issued[city] += count;
    this.certificateCount += count;
    const certificateNumber = `${year}${code}${level}${String(sequence).padStart(5, '0')}`;
    const roster = { reference: `${on.slice(0, 4)}-${post}`, signedOn: on, passed: count };
    const occupation = { code: '4-03-01-01', name: '中式烹调师' };
    const runs = [{ serial: serialOf(serial), certificateNumber, count, edition }];
    const eventId = randomUUID();
    const lines = Array.from({ length: count }, (_, line) =>
      holderLine(String(BigInt(certificateNumber) + BigInt(line)), serial + line),
    );
    const place = { stream: `book-${code}`, eventId, month: on.slice(0, 7) };
    const data = await this.sealing.seal(lines, place);
    await writer.add(on, { type: 'HoldersSealed', data }, count, eventId);
    const issued = { roster, level, occupation, station, runs } as const;
    await writer.add(on, { type: 'CertificatesIssued', data: issued });
  }
}
