/**
 * Where everything is, in memory: position → offset in its segment, stream and type; stream →
 * positions by revision. About 16 bytes an event.
 *
 * Positions and revisions are plain numbers inside the node, because they index typed arrays and
 * stay below 2³²; they become decimal text at the wire and never pass through floating point there.
 * The index knows committed events only: what is not in it cannot be read.
 */
import { Uint16Column, Uint32Column, Uint32List } from './columns';

/** More types than this are refused: a type is a word of the domain, not data. */
export const EVENT_TYPE_COUNT_MAX = 0xffff;

/** Stands where an event is known to have been and its frame is damaged. */
export const LOST = 0xffff_ffff;
const LOST_TYPE = 0xffff;

export interface IndexedEvent {
  readonly position: number;
  readonly revision: number;
  readonly offset: number;
  /** Numbers that this index has given to the names. */
  readonly stream: number;
  readonly type: number;
}

/** Names, each with a number in order of first appearance. */
class Names {
  readonly keys: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(key: string): number | undefined {
    return this.numbers.get(key);
  }

  /** The number of the name, which is given one if it is new. */
  number(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }
}

export class EventIndex {
  private readonly offsets = new Uint32Column();
  private readonly streamNumbers = new Uint32Column();
  private readonly typeNumbers = new Uint16Column();
  private readonly streams = new Names();
  private readonly types = new Names();
  private readonly positionsByStream: Uint32List[] = [];

  /** 0 before the first event. */
  get lastPosition(): number {
    return this.offsets.count;
  }

  get streamKeys(): readonly string[] {
    return this.streams.keys;
  }

  get typeKeys(): readonly string[] {
    return this.types.keys;
  }

  /** Adds the event after the last one; a gap before it is remembered as lost events. */
  add(event: IndexedEvent): void {
    this.addLostUpTo(event.position - 1);
    const positions = this.positionsOf(event.stream);
    while (positions.count < event.revision) positions.push(LOST);
    if (positions.count !== event.revision) {
      throw new Error(`Revision ${event.revision} comes after ${positions.count - 1} in a stream.`);
    }
    positions.push(event.position);
    this.offsets.push(event.offset);
    this.streamNumbers.push(event.stream);
    this.typeNumbers.push(event.type);
  }

  /** The number of a stream's name (one character a byte), which is given one if it is new. */
  enterStream(streamKey: string): number {
    return this.streams.number(streamKey);
  }

  enterType(typeKey: string): number {
    return this.types.number(typeKey);
  }

  addLostUpTo(position: number): void {
    if (position < this.lastPosition) {
      throw new Error(`Position ${position + 1} comes after ${this.lastPosition}.`);
    }
    while (this.lastPosition < position) {
      this.offsets.push(LOST);
      this.streamNumbers.push(LOST);
      this.typeNumbers.push(LOST_TYPE);
    }
  }

  streamNumber(streamKey: string): number | undefined {
    return this.streams.numberOf(streamKey);
  }

  knowsType(typeKey: string): boolean {
    return this.types.numberOf(typeKey) !== undefined;
  }

  /** -1 where there is no such stream. */
  lastRevision(streamKey: string): number {
    const stream = this.streams.numberOf(streamKey);
    return stream === undefined ? -1 : this.positionsOf(stream).count - 1;
  }

  /** How many events a stream has, by its number. */
  streamCount(streamNumber: number): number {
    return this.positionsOf(streamNumber).count;
  }

  /** Position of one revision of a stream; `LOST` if its frame is damaged. */
  positionAt(streamNumber: number, revision: number): number {
    return this.positionsOf(streamNumber).at(revision);
  }

  offsetOf(position: number): number {
    return this.offsets.at(position - 1);
  }

  streamNumberOf(position: number): number {
    return this.streamNumbers.at(position - 1);
  }

  typeNumberOf(position: number): number {
    return this.typeNumbers.at(position - 1);
  }

  private positionsOf(streamNumber: number): Uint32List {
    let positions = this.positionsByStream[streamNumber];
    if (!positions) {
      positions = new Uint32List();
      this.positionsByStream[streamNumber] = positions;
    }
    return positions;
  }
}
