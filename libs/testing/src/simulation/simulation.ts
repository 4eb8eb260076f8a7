/** One run: a world from its beginning, step by step, judged after each. */

import { type CheckId, type Finding, replay } from '#audit';
import { centreOfBook, type RecordedEvent } from '#domain';
import { bookAgrees, cacheAgrees } from './agreement';
import { beginning } from './beginning';
import { Chance } from './chance';
import { type Claim, Clients, isStored, verdictOf } from './clients';
import { Clock } from './clock';
import type { Drawing } from './drawing';
import { overdue } from './drawing-offices';
import { Ground } from './ground';
import { ModelProjection } from './model-projection';
import { Office } from './office';
import { type Order, spoken } from './orders';
import { SimulatedStore } from './simulated-store';
import { type OrderKind, type Step, someOrder, stepsOf } from './steps';

export const stepCount = 50;
const processCount = 3;
const burstMax = 4;
const keyMsMax = 30 * 86_400_000;
const faultPercents = [0, 8, 30];
/** Seen only over two streams, or too late: no decision can refuse it, so an auditor is told. */
const leftToAuditors: ReadonlySet<CheckId> = new Set([
  'old-sheet-of-two',
  'old-sheet-registered',
  'destruction-reported-twice',
]);

export interface RunOptions {
  /** The store of the world: a spec may give it a flaw. */
  readonly store?: SimulatedStore;
}

export interface Run {
  readonly seed: number;
  /** What is wrong after the last step; empty is fine. */
  readonly wrong: readonly string[];
  /** Steps made, the one that broke it included. */
  readonly steps: readonly Step[];
  /** What happened in them, line by line. */
  readonly story: readonly string[];
  /** Orders accepted, by kind. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly asked: ReadonlyMap<string, number>;
  readonly happened: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
}

/** Runs a seed, or only some of its steps. */
export async function simulate(
  seed: number,
  steps: readonly Step[] = stepsOf(seed, stepCount),
  { store = new SimulatedStore() }: RunOptions = {},
): Promise<Run> {
  const simulation = new Simulation(seed, store);
  return simulation.run(steps);
}

class Simulation {
  private readonly clock = new Clock();
  private readonly ground = new Ground();
  private readonly forgotten = new Set<string>();
  private readonly projection = new ModelProjection();
  private readonly offices: Office[];
  private readonly clients: Clients;
  private readonly story: string[] = [];
  private readonly accepted = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private chance: Chance;
  private judgedClaims = 0;

  constructor(
    private readonly seed: number,
    private readonly store: SimulatedStore,
  ) {
    this.chance = new Chance(seed);
    this.offices = Array.from({ length: processCount }, () => this.open());
    this.clients = new Clients(store, this.clock, () => this.anyOffice());
  }

  async run(steps: readonly Step[]): Promise<Run> {
    await beginning(this.clients, this.store, this.clock, new Chance(this.seed));
    const made: Step[] = [];
    let wrong = await this.judge();
    this.store.faultPercent = new Chance(this.seed).pick(faultPercents);
    for (const step of steps) {
      if (wrong.length > 0) break;
      made.push(step);
      this.chance = new Chance(step.seed);
      this.store.chance = new Chance(step.seed ^ 0x5bd1e995);
      await this.make(step);
      this.ground.rules.isAlone = step.kind === 'order';
      wrong = await this.judge();
    }
    if (wrong.length === 0) wrong = await this.judgeWhole();
    const { accepted, asked, refused, story, seed } = this;
    const { faults } = this.store;
    const { happened } = this.ground;
    return { seed, wrong, steps: made, story, accepted, asked, refused, faults, happened };
  }

  private open(): Office {
    const { store, clock, forgotten } = this;
    return new Office({ store, clock, forgotten }, { hasSmallCache: this.chance.may(30) });
  }

  /** Any process; a dead one has been started again. */
  private anyOffice(): Office {
    const index = this.chance.int(0, processCount - 1);
    if (this.offices[index].isDead) this.offices[index] = this.open();
    return this.offices[index];
  }

  private get drawing(): Drawing {
    return { ground: this.ground, clock: this.clock, chance: this.chance };
  }

  private async make({ kind }: Step): Promise<void> {
    switch (kind) {
      case 'order':
        return this.order(1);
      case 'burst':
        return this.order(this.chance.int(2, burstMax));
      case 'repeat':
      case 'misuse':
        return this.again(kind);
      case 'time':
        return this.passTime();
      case 'kill':
        this.say('a process is killed');
        this.anyOffice().kill();
        return;
      case 'forget': {
        const events = this.ground.events.filter(({ type }) => type === 'HoldersSealed');
        this.forget(this.chance.any(events));
        return;
      }
      case 'deliver':
        this.projection.deliver(this.ground.events, this.chance);
        return;
      default:
        kind satisfies never;
    }
  }

  private async order(count: number): Promise<void> {
    const drawn = Array.from({ length: count }, () => someOrder(this.drawing, this.forgotten));
    const orders = drawn.flatMap((one) => one ?? []);
    // Now and then two want the very same thing.
    if (count > 1 && orders.length > 0 && this.chance.may(40)) orders.push(orders[0]);
    await Promise.all(orders.map(({ kind, order }) => this.post(kind, order)));
  }

  private async post(kind: OrderKind, order: Order): Promise<void> {
    const claim = await this.clients.post(order);
    add(this.asked, kind);
    if (claim.outcome && isStored(claim.outcome)) add(this.accepted, kind);
    if (claim.outcome?.kind === 'refused') {
      for (const { code } of claim.outcome.refusals) add(this.refused, code);
    }
    this.say(`${spoken(order)}\n    → ${verdictOf(claim)}`);
  }

  private async again(kind: 'repeat' | 'misuse'): Promise<void> {
    const young = this.clients.claims.filter((one) => this.isYoung(one));
    // The key of a refusal is free again.
    const stored = young.filter(({ outcome }) => outcome && isStored(outcome));
    const claim = this.chance.any(kind === 'repeat' ? young : stored);
    if (!claim) return;
    this.say(`${kind}: ${spoken(claim.order)}`);
    if (kind === 'repeat') {
      await Promise.all([this.clients.repeat(claim), this.clients.repeat(claim)]);
      return;
    }
    const on = claim.order.on === this.clock.today ? '2013-03-01' : this.clock.today;
    await this.clients.misuse(claim, { ...claim.order, on });
  }

  /** Whether its key is still known. */
  private isYoung({ sentAtMs }: Claim): boolean {
    return this.clock.nowMs - sentAtMs < keyMsMax;
  }

  private passTime(): void {
    this.store.deliverStragglers();
    const { clock, chance } = this;
    const dayMs = 86_400_000;
    const how = chance.weighted({ midnight: 5, hours: 3, day: 5, days: 3, week: 2, year: 1 });
    if (how === 'midnight') clock.approachMidnight(chance.int(0, 4));
    else if (how === 'hours') clock.pass(chance.int(1, 12) * 3_600_000);
    else if (how === 'day') clock.pass(dayMs);
    else if (how === 'days') clock.pass(chance.int(2, 5) * dayMs);
    else if (how === 'week') clock.pass(8 * dayMs);
    else clock.pass(chance.int(20, 370) * dayMs);
    this.say(`it is ${new Date(clock.nowMs).toISOString()}, ${clock.today} in Shanghai`);
  }

  private forget(event: RecordedEvent | undefined): void {
    if (event?.type !== 'HoldersSealed') return;
    const { lines } = JSON.parse(Buffer.from(event.data).toString()) as {
      lines: readonly { certificateNumber: string }[];
    };
    const { certificateNumber } = this.chance.pick(lines);
    this.forgotten.add(certificateNumber);
    this.say(`the holder of ${certificateNumber} is forgotten`);
  }

  private say(what: string): void {
    this.story.push(what);
  }

  /** After every step: events, books, caches, answers and views. */
  private async judge(): Promise<string[]> {
    const before = this.ground.events.length;
    const wrong = this.ground.follow(this.store);
    const news = this.ground.events.slice(before);
    const touched = new Set(news.flatMap(({ stream }) => centreOfBook(stream) ?? []));
    for (const centre of touched) wrong.push(...bookAgrees(this.ground, centre));
    const { faultPercent } = this.store;
    this.store.faultPercent = 0;
    for (const centre of touched) {
      for (const office of this.offices.filter(({ isDead }) => !isDead)) {
        wrong.push(...(await cacheAgrees(office, this.store, this.ground, centre)));
      }
    }
    this.store.faultPercent = faultPercent;
    for (; this.judgedClaims < this.clients.claims.length; this.judgedClaims++) {
      wrong.push(...this.clients.judge(this.clients.claims[this.judgedClaims]));
    }
    wrong.push(...this.clients.wrong, ...this.projection.differences(this.ground.events));
    return wrong;
  }

  /** At the end: whatever is late arrives, every request comes again, an auditor looks at it all. */
  private async judgeWhole(): Promise<string[]> {
    this.store.faultPercent = 0;
    this.ground.rules.isAlone = false;
    this.store.deliverStragglers();
    for (const claim of this.clients.claims) {
      const isAnswered = claim.outcome && isStored(claim.outcome);
      if (isAnswered && this.isYoung(claim)) await this.clients.repeat(claim);
    }
    const wrong = [...(await this.judge()), ...(await this.recordOverdue())];
    for (const claim of this.clients.claims) wrong.push(...this.clients.judge(claim));
    this.projection.catchUp(this.ground.events);
    wrong.push(...this.projection.differences(this.ground.events));
    return [...wrong, ...(await this.audit())];
  }

  /** The calendar does what is left to do: nothing that has expired goes on waiting. */
  private async recordOverdue(): Promise<string[]> {
    for (const order of overdue(this.drawing)) await this.clients.post(order);
    const wrong = await this.judge();
    return [...wrong, ...overdue(this.drawing).map((order) => `still waits: ${spoken(order)}`)];
  }

  private async audit(): Promise<string[]> {
    const findings: string[] = [];
    const report = (finding: Finding) => {
      if (!leftToAuditors.has(finding.check)) findings.push(JSON.stringify(finding));
    };
    const { events } = this.ground;
    async function* log() {
      yield* events;
    }
    const { conservation, stock } = await replay(log(), { report });
    if (!conservation.holds) findings.push('the auditor finds that something was lost');
    for (const line of stock) findings.push(...this.compareStock(line));
    return findings;
  }

  /** The view says of every centre's stock what the auditor does. */
  private compareStock(line: object): string[] {
    const { centre, level, edition, stock } = line as {
      centre: string;
      level: number;
      edition: string;
      stock: number;
    };
    const seen = this.projection.quantity(`stock@${centre}|${level}|${edition}`);
    return seen === stock ? [] : [`stock of ${centre}: ${seen} in the view, ${stock} audited`];
  }
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
