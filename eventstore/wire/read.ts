/**
 * `Read`: events of a stream or of `$all`, so many or for ever. Stored bytes go out as they are.
 *
 * A subscription pulls from the log up to what is committed, waits for the next commit and pulls
 * again; nothing is buffered for it, so one that is slow neither loses events nor costs memory.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { type EventLog, READ_EVENT_COUNT_MAX } from '../log/event-log';
import { contained, failure, unknown } from './failure';
import { FilterTooCostly } from './filter';
import { Outlet, type ReadCall } from './outlet';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  streamNotFoundMessage,
  withStructuredId,
} from './read-messages';
import { parseReadPlan, type ReadPlan, type StartingPoint } from './read-plan';
import { AllRoute, type Route, type Step, StreamRoute } from './route';

const CAUGHT_UP = caughtUpMessage();

export function readFrom(log: EventLog) {
  return (call: ReadCall): void => {
    const outlet = new Outlet(call);
    const begin = () => {
      const parsed = parseReadPlan(call.request);
      if (!parsed.ok) {
        outlet.fail(unknown(parsed.complaint));
        return;
      }
      const reading = new Reading(log, parsed.plan, outlet);
      reading.run().catch((error: unknown) => {
        if (error instanceof FilterTooCostly) {
          outlet.fail(failure(status.INVALID_ARGUMENT, error.message));
        } else {
          outlet.fail(failure(status.INTERNAL, String(error)));
        }
      });
    };
    contained((reason) => outlet.fail(reason), begin)();
  };
}

function keyOf(name: Uint8Array): string {
  return Buffer.from(name).toString('latin1');
}

class Reading {
  constructor(
    private readonly log: EventLog,
    private readonly plan: ReadPlan,
    private readonly outlet: Outlet,
  ) {}

  async run(): Promise<void> {
    const { extent, source } = this.plan;
    if (extent.kind === 'live') return this.subscribe();
    if (source.kind === 'stream' && this.log.index.lastRevision(keyOf(source.name)) < 0) {
      this.outlet.write(streamNotFoundMessage(source.name));
      return this.outlet.end();
    }
    if (await this.sendUpTo(this.readRoute(), extent.count)) this.outlet.end();
  }

  /** Where a bounded read begins; its end is what is committed by then. */
  private readRoute(): Route {
    const { source, direction } = this.plan;
    const { index } = this.log;
    if (source.kind === 'stream') {
      const streamKey = keyOf(source.name);
      const last = index.lastRevision(streamKey);
      const named = startAt(source.from, 0, last);
      const from = direction === 'forwards' ? named : Math.min(named, last);
      return new StreamRoute(index, streamKey, from, direction);
    }
    const first = direction === 'forwards' ? 1 : 0;
    const last = index.lastPosition + first;
    // A position is inclusive forwards and exclusive backwards.
    const named = startAt(source.from, first, last, direction === 'forwards' ? 0n : -1n);
    const from = direction === 'forwards' ? named : Math.min(named, last);
    return new AllRoute(index, from, direction, source.filter, false);
  }

  private async sendUpTo(route: Route, count: bigint): Promise<boolean> {
    const until = this.log.lastPosition;
    let left = count;
    while (left > 0n && !route.atEnd && !this.outlet.isOver) {
      const countMax = left < READ_EVENT_COUNT_MAX ? Number(left) : READ_EVENT_COUNT_MAX;
      const steps = route.next(countMax);
      const known = steps.filter((step) => step.position <= until || this.isLost(step));
      if (!(await this.send(known))) return false;
      if (known.length < steps.length) break;
      left -= BigInt(known.length);
      if (known.length === 0) await nextTurn();
    }
    return true;
  }

  private isLost(step: Step): boolean {
    return step.position > this.log.lastPosition;
  }

  private async subscribe(): Promise<void> {
    const route = this.subscriptionRoute();
    this.outlet.write(confirmationMessage(randomUUID()));
    const silence = this.log.onCommit(() => this.outlet.rouse());
    try {
      await this.follow(route);
    } finally {
      silence();
    }
  }

  private async follow(route: Route): Promise<void> {
    let live = false;
    while (!this.outlet.isOver) {
      const steps = route.next(READ_EVENT_COUNT_MAX);
      if (!(await this.send(steps))) return;
      if (!route.atEnd) {
        if (steps.length === 0) await nextTurn();
      } else if (!live && this.canBeCaughtUp()) {
        live = true;
        await this.goLive(route);
      } else {
        await this.outlet.pause();
      }
    }
  }

  private async goLive(route: Route): Promise<void> {
    const checkpoint = route instanceof AllRoute ? route.checkpoint() : null;
    if (checkpoint) await this.send([checkpoint]);
    if (!this.outlet.write(CAUGHT_UP)) await this.outlet.drained();
  }

  /** Whoever waits for a stream from its start has not caught up before there is one. */
  private canBeCaughtUp(): boolean {
    const { source } = this.plan;
    if (source.kind === 'all' || source.from === 'end') return true;
    return this.log.index.lastRevision(keyOf(source.name)) >= 0;
  }

  /** What a subscription names has been seen: it goes on after that. */
  private subscriptionRoute(): Route {
    const { source } = this.plan;
    const { index } = this.log;
    if (source.kind === 'stream') {
      const streamKey = keyOf(source.name);
      const end = index.lastRevision(streamKey) + 1;
      const from = startAt(source.from, 0, source.from === 'end' ? end : Infinity, 1n);
      return new StreamRoute(index, streamKey, from, 'forwards');
    }
    const end = source.from === 'end' ? index.lastPosition + 1 : Infinity;
    const from = startAt(source.from, 1, end, 1n);
    return new AllRoute(index, from, 'forwards', source.filter, source.filter !== null);
  }

  /** False when the call is over or has been ended by damage. */
  private async send(steps: readonly Step[]): Promise<boolean> {
    const positions = steps.filter(({ kind }) => kind === 'event').map(({ position }) => position);
    let sentCount = 0;
    let ready: Buffer[] = [];
    for (const step of steps) {
      if (this.outlet.isOver) return false;
      let bytes: Buffer | undefined;
      if (step.kind === 'checkpoint') bytes = checkpointMessage(step.position);
      else {
        if (ready.length === 0) ready = (await this.load(positions.slice(sentCount))).reverse();
        bytes = ready.pop();
        sentCount += 1;
      }
      if (!bytes) return false;
      if (!this.outlet.write(bytes)) await this.outlet.drained();
    }
    return !this.outlet.isOver;
  }

  /** Ends the call where the next event is damaged: nothing is skipped in silence. */
  private async load(positions: readonly number[]): Promise<Buffer[]> {
    const { responses, damage } = await this.log.read(positions);
    if (responses.length === 0 && damage) {
      const place = `${damage.file}, offset ${damage.offset}, position ${damage.position}`;
      this.outlet.fail(failure(status.DATA_LOSS, `The log is damaged: ${place}.`));
    }
    return this.plan.structuredIds ? responses.map(withStructuredId) : responses;
  }
}

/** A starting point as a number between two others, moved by `shift` where it was named. */
function startAt(from: StartingPoint, first: number, last: number, shift = 0n): number {
  if (from === 'start') return first;
  if (from === 'end') return last;
  const named = from + shift;
  if (named < BigInt(first)) return first;
  return named > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(named);
}
