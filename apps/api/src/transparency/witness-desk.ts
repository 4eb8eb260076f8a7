import { Injectable, Logger } from '@nestjs/common';
import type { CentreCode, CheckpointWitnessed, MessageCode } from '#domain';
import { CentresLedger, CheckpointsLedger } from '#ledger';
import {
  type CosignatureRefusal,
  type HandedIn,
  judgeCosignature,
  KeyChain,
  PublishedLog,
  parseVerifierKey,
  TiledTree,
} from '#transparency';
import { Problem, RefusedProblem } from '../problems/problem';
import { Clock } from '../requests/clock';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';

type Witnessed = CheckpointWitnessed['data'];

const codes: Record<CosignatureRefusal, MessageCode> = {
  'checkpoint-malformed': 'witness-checkpoint-malformed',
  'checkpoint-other-log': 'witness-checkpoint-other-log',
  'checkpoint-not-signed': 'witness-checkpoint-not-signed',
  'checkpoint-ahead': 'witness-checkpoint-ahead',
  'checkpoint-differs': 'witness-checkpoint-differs',
  'cosignature-wrong': 'witness-cosignature-wrong',
  'cosignature-early': 'witness-cosignature-early',
};

/** Where centres hand in what they cosigned: with a return, or by itself. */
@Injectable()
export class WitnessDesk {
  private readonly logger = new Logger(WitnessDesk.name);

  constructor(
    private readonly published: PublishedLog,
    private readonly centres: CentresLedger,
    private readonly checkpoints: CheckpointsLedger,
    private readonly contexts: CommandContexts,
    private readonly clock: Clock,
  ) {}

  /**
   * `path` is where it stands in the body.
   *
   * @throws RefusedProblem 422 (TL-17, TL-18); Problem 404 before a head was signed
   */
  async check(centre: CentreCode, handedIn: HandedIn, path = ''): Promise<Witnessed> {
    const key = (await this.centres.centres({ fresh: true })).witnessKeys.current(centre);
    const witness = key === undefined ? undefined : parseVerifierKey(key);
    if (key === undefined || !witness) {
      const params = { centre };
      throw new RefusedProblem([
        { rule: 'TL-17', code: 'witness-key-missing', path: `${path}/signature`, params },
      ]);
    }
    const { keys, size, tree } = await this.ground();
    const judged = await judgeCosignature(handedIn, {
      keys,
      witness,
      size,
      rootAt: (at) => tree.root(at),
      isOurs: (checkpoint) => this.published.hasHead(checkpoint),
      nowSeconds: Math.floor(this.clock.now().getTime() / 1_000),
    });
    if (judged.kind === 'good') {
      const { checkpoint, signature } = judged;
      return { centre, key, checkpoint, signature };
    }
    const { why } = judged;
    if (why === 'checkpoint-differs') {
      const { checkpoint } = handedIn;
      this.logger.error(`centre ${centre} holds a head that contradicts this log: ${checkpoint}`);
    }
    const field = why.startsWith('checkpoint') ? 'checkpoint' : 'signature';
    const params = { centre, size: judged.size ?? 0, at: timeOf(handedIn.signature) };
    throw new RefusedProblem([
      { rule: 'TL-18', code: codes[why], path: `${path}/${field}`, params },
    ]);
  }

  async record(order: CommandOrder, witnessed: Witnessed): Promise<Reply> {
    const context = this.contexts.of(order, witnessed.centre);
    const outcome = await this.checkpoints.record(requestOf(order), context, witnessed);
    return replyTo(outcome, order.language);
  }

  private async ground(): Promise<{ keys: KeyChain; size: number; tree: TiledTree }> {
    const head = await this.published.head();
    if (!head) throw new Problem(404, 'not-found');
    const known = await this.published.keys();
    const keys = known.flatMap(({ key }) => parseVerifierKey(key) ?? []);
    const announcements = known.flatMap(({ announcement }) => announcement ?? []);
    const chain = KeyChain.of(keys[0], announcements, keys.slice(-1));
    const opened = chain.open(head.checkpoint);
    if (opened.kind === 'refused') throw new Error(`the published head is ${opened.why}`);
    const { size } = opened.checkpoint;
    const tree = new TiledTree(size, async (name) => {
      return (await this.published.tile(name)) ?? Buffer.alloc(0);
    });
    return { keys: chain, size, tree };
  }
}

/** As far as the line can be read. */
function timeOf(signature: string): string {
  const bytes = Buffer.from(signature.split(' ').at(-1) ?? '', 'base64');
  if (bytes.length < 12) return '';
  const seconds = bytes.readBigUInt64BE(4);
  return seconds < 253_402_300_800n ? new Date(Number(seconds) * 1_000).toISOString() : '';
}
