import { Injectable } from '@nestjs/common';
import {
  forgettingStream,
  forgottenLinesMax,
  type Holder,
  type RecordedEvent,
  type SealedLine,
} from '#domain';
import { EventLog } from '#event-log';
import { Identity, type SealedHolders } from '#identity';
import { type IndexedPlace, ReadModel } from '#read-model';
import { Problem } from '../problems/problem';
import type { HashedHolders } from './uploaded-rows';

type HolderDocument = Holder['document'];

/** Posts that the views may be behind by: more than one second of the busiest hour. */
const blocksBehindMax = 200;
const retryAfterSeconds = 2;
const viewsWaitMsMax = 5_000;

interface PendingForgetting {
  readonly revision: bigint;
  readonly command: { readonly lines: readonly SealedLine[] };
}

/** Finds every sealed line of a document: by the blind index, and beyond it by looking. */
@Injectable()
export class HolderFinder {
  constructor(
    private readonly views: ReadModel,
    private readonly log: EventLog,
    private readonly identity: Identity,
  ) {}

  /**
   * All lines stored when this was called, at most `forgottenLinesMax` and one.
   *
   * @throws Problem 503 when the views are too far behind
   */
  async linesOf(document: HolderDocument): Promise<SealedLine[]> {
    const { holderIndex } = this.identity;
    const { position, answer } = await this.views.linesByDocument(
      (index) => holderIndex.documentHash(index, document),
      forgottenLinesMax,
    );
    const indexed = await this.sealedLines(answer);
    const beyond = await this.linesBeyond(position, (block) =>
      holderIndex.linesOf(document, block),
    );
    return [...indexed, ...beyond];
  }

  /**
   * All lines of the holders of these lines, stored when this was called: nobody need name the
   * document again. Lines that were forgotten have left the index and are not among them.
   *
   * @throws Problem 503 when the views are too far behind
   */
  async linesLike(lines: readonly SealedLine[]): Promise<SealedLine[]> {
    const places = lines.map(placeOf);
    const { position, answer } = await this.views.linesOfSameHolders(places, forgottenLinesMax);
    const { index, hashes } = answer;
    const indexed = await this.sealedLines(answer.lines);
    const beyond = await this.linesBeyond(position, async (block) => {
      const [known] = await this.identity.holderIndex.index(index, [block]);
      if (!Array.isArray(known)) return [];
      return known
        .filter(({ documentHash }) => hashes.some((hash) => hash.equals(documentHash)))
        .map(({ lineIndex }) => lineIndex);
    });
    return [...indexed, ...beyond];
  }

  /**
   * What the index has of those whom a proposal is to forget: enough to know them by.
   *
   * @throws Problem 503 when the views have not reached the proposal
   */
  async holdersOf({ revision, command }: PendingForgetting): Promise<HashedHolders> {
    const made = await this.log.readAt(forgettingStream, revision);
    if (!made) throw new Error(`forgetting@${revision} is known and not in the store`);
    if (!(await this.views.waitFor(made.position, viewsWaitMsMax))) throw behind(made);
    const places = command.lines.map(placeOf);
    return (await this.views.linesOfSameHolders(places, forgottenLinesMax)).answer;
  }

  /** The id of each block is part of its name: it is read where the block lies. */
  private async sealedLines(places: readonly IndexedPlace[]): Promise<SealedLine[]> {
    const ids = new Map<string, string>();
    const lines: SealedLine[] = [];
    for (const { stream, revision, lineIndex } of places) {
      const key = `${stream}@${revision}`;
      const event = ids.get(key) ?? (await this.log.readAt(stream, revision))?.id;
      if (event === undefined) throw new Error(`${key} is in the index and not in the store`);
      ids.set(key, event);
      lines.push({ stream, revision: String(revision), event, line: lineIndex + 1 });
    }
    return lines;
  }

  private async linesBeyond(
    position: bigint,
    linesOf: (block: SealedHolders) => Promise<readonly number[]>,
  ): Promise<SealedLine[]> {
    const lines: SealedLine[] = [];
    let blockCount = 0;
    const after = position < 0n ? undefined : position;
    for await (const event of this.log.scan({ after, holders: true })) {
      if (event.type !== 'HoldersSealed') continue;
      if (++blockCount > blocksBehindMax) throw behind(event);
      const { stream, revision, id, data } = event;
      const block = { place: { stream, eventId: id }, data };
      for (const lineIndex of await linesOf(block)) {
        lines.push({ stream, revision: String(revision), event: id, line: lineIndex + 1 });
      }
    }
    return lines;
  }
}

const behind = ({ position }: RecordedEvent): Problem =>
  new Problem(503, 'view-behind', { params: { position: String(position) }, retryAfterSeconds });

const placeOf = ({ stream, revision, line }: SealedLine): IndexedPlace => ({
  stream,
  revision: BigInt(revision),
  lineIndex: line - 1,
});
