/**
 * `liushui witness <centre>`: verifies the log over its public address, goes on from the head that
 * was seen last, and cosigns the new one with the centre's own key.
 */
import { type Finding } from '#audit';
import { Progress, spoken } from '#terminal';
import {
  cosign,
  formatNote,
  formatVerifierKey,
  HeldMap,
  MapAheadOfHead,
  type MapFinding,
  type Note,
  parseNote,
  readHeldMap,
  SeenLogDamaged,
  type ShownLeaf,
  type SigningKey,
  signaturesOf,
  type VerifierKey,
  type WatchedLog,
  type WatchedMap,
  type WatchFinding,
  watchLog,
} from '#transparency';
import { runCompare } from './compare-command';
import { type ExitCode, exitCodes, NotJudged, WrongUse } from './exit-codes';
import { keyGiven } from './kept-head';
import { type HandedOver, LogOverHttp, type RemoteOptions } from './log-over-http';
import { Report, type Surroundings } from './surroundings';
import { WitnessFolder } from './witness-folder';

export interface WitnessOptions {
  readonly url?: string;
  /** Keys of the log that are believed. */
  readonly key: readonly string[];
  readonly compare?: readonly string[];
}

export async function runWitness(
  centre: string | undefined,
  options: WitnessOptions,
  around: Surroundings,
  remoteOptions: RemoteOptions = {},
): Promise<ExitCode> {
  const named = options.key.map(keyGiven);
  if (options.compare) {
    if (centre !== undefined) throw new WrongUse('--compare takes two files and no centre');
    return runCompare(options.compare, options.url, named, around);
  }
  if (centre === undefined) throw new WrongUse('give the code of the centre');
  const { env } = around;
  const address = options.url || env.LIUSHUI_URL || `http://127.0.0.1:${env.PORT || 3000}`;
  const remote = new LogOverHttp(address, remoteOptions);
  const folder = WitnessFolder.open(env, centre);
  return folder.locked(() => new Witnessing(centre, remote, folder, named, around).run());
}

class Witnessing {
  private readonly report: Report;

  constructor(
    private readonly centre: string,
    private readonly remote: LogOverHttp,
    private readonly folder: WitnessFolder,
    private readonly named: readonly VerifierKey[],
    private readonly around: Surroundings,
  ) {
    this.report = new Report(around);
  }

  async run(): Promise<ExitCode> {
    // Before the head: what is shown of the map is then below it.
    const held = await this.readMap();
    if (held && !(held instanceof HeldMap)) return this.mapFound(held, []);
    const watched = await this.watch();
    if (watched.kind === 'found') return this.found(watched);
    const map = held && (await this.prove(held, watched));
    return map?.kind === 'found' ? this.mapFound(map, [watched.shown]) : this.cosign(watched, map);
  }

  /** Undefined without a key: the events are for the centre's own users. */
  private async readMap(): Promise<HeldMap | MapFinding | undefined> {
    const { centre, remote, around } = this;
    const apiKey = around.env.LIUSHUI_API_KEY;
    if (!apiKey) return undefined;
    const title = spoken(
      { en: 'Recomputing the serial map', zh: '重算流水码映射' },
      around.language,
    );
    const unit = spoken({ en: 'blocks', zh: '段' }, around.language);
    const progress = new Progress(around.stderr, { title, unit });
    progress.begin();
    try {
      const book = remote.book(centre, apiKey);
      return await readHeldMap({ book, centre, onBlock: () => progress.step() });
    } finally {
      progress.end();
    }
  }

  private async prove(held: HeldMap, { checkpoint }: WatchedLog): Promise<WatchedMap | MapFinding> {
    try {
      return await held.provedBy(checkpoint, (name) => this.remote.tile(name));
    } catch (fault) {
      if (fault instanceof MapAheadOfHead) throw new NotJudged(fault.message);
      throw fault;
    }
  }

  /** What was shown is kept as it was, with the head that it was to lead to. */
  private mapFound({ check, params, shown }: MapFinding, evidence: readonly string[]): ExitCode {
    const block = shown && {
      ...shown,
      record: leafText(shown.record),
      leaves: shown.leaves.map(leafText),
    };
    return this.found({ kind: 'found', check, params, evidence, ...(block ? { block } : {}) });
  }

  private async watch(): Promise<WatchedLog | WatchFinding> {
    const { remote, named } = this;
    const { stderr, language } = this.around;
    const seen = this.folder.seen();
    const title = spoken({ en: 'Verifying the log', zh: '核验日志' }, language);
    const unit = spoken({ en: 'events', zh: '条事件' }, language);
    const progress = new Progress(stderr, { title, unit });
    let read = 0;
    progress.begin();
    try {
      const onTile = (leafCount: number): void => {
        progress.step(leafCount - read);
        read = leafCount;
      };
      return await watchLog({ remote, seen, named, onTile });
    } catch (fault) {
      if (fault instanceof SeenLogDamaged) throw new NotJudged(fault.message);
      throw fault;
    } finally {
      progress.end();
    }
  }

  private found({ check, params, evidence, proof, block }: Found): ExitCode {
    const now = new Date();
    const { around, folder, report } = this;
    const kept = {
      found: check,
      foundAt: now.toISOString(),
      params,
      heads: evidence,
      proof,
      block,
    };
    const path = folder.keepEvidence(kept, now);
    report.add({ severity: 'error', check, events: [], params } satisfies Finding);
    const said = {
      en: `not cosigned; the evidence is in ${path}: keep it, and tell the other centres`,
      zh: `未联署；证据保存于 ${path}，请妥善保管并告知其他中心`,
    };
    report.print({ centre: this.centre, evidence: path }, [spoken(said, around.language)]);
    return report.exitCode;
  }

  private async cosign(watched: WatchedLog, map?: WatchedMap): Promise<ExitCode> {
    const { checkpoint, keys, seenSize, comparedCount } = watched;
    const { key, isNew } = this.folder.key(`${checkpoint.origin}/${this.centre}`);
    const { own, signature } = cosigned(watched, key);
    // Before it is handed over: what was cosigned must be known to the next run, whatever happens.
    this.folder.keepSeen({ keys, checkpoint: `${own}${signature}\n` });
    const handed = await this.handOver(own, signature);
    const isContradicted = handed?.code === 'witness-checkpoint-differs';
    const evidence = isContradicted ? await this.contradicted(own) : undefined;
    const result = {
      centre: this.centre,
      key: formatVerifierKey(key.verifier),
      isNewKey: isNew,
      logKey: keys.map(formatVerifierKey).at(-1),
      size: checkpoint.size,
      root: checkpoint.root.toString('base64'),
      seenSize,
      comparedCount,
      ...(map ? { map: countsOf(map) } : {}),
      witness: { checkpoint: own, signature },
      handedOver: handed?.status === 200 || handed?.status === 201,
      ...(handed?.code === undefined ? {} : { refused: handed.code }),
      ...(evidence === undefined ? {} : { evidence }),
    };
    const keep = evidence === undefined ? [] : [spoken(keepText(evidence), this.around.language)];
    this.report.print(result, [...this.describe(result, handed), ...keep]);
    if (handed && !result.handedOver && !isContradicted) return exitCodes.notJudged;
    return this.report.exitCode;
  }

  /** The API holds another history than the one that its public routes showed. Where that is kept. */
  private async contradicted(own: string): Promise<string> {
    const now = new Date();
    const shown = await this.shownNow();
    const heads = shown === undefined ? [own] : [own, shown];
    const check = 'log-forked';
    const kept = { found: check, foundAt: now.toISOString(), params: {}, heads };
    this.report.add({ severity: 'error', check, events: [], params: {} } satisfies Finding);
    return this.folder.keepEvidence(kept, now);
  }

  private async shownNow(): Promise<string | undefined> {
    try {
      return await this.remote.checkpoint();
    } catch (fault) {
      if (fault instanceof NotJudged) return undefined;
      throw fault;
    }
  }

  private async handOver(checkpoint: string, signature: string): Promise<HandedOver | undefined> {
    const apiKey = this.around.env.LIUSHUI_API_KEY;
    if (!apiKey) return undefined;
    try {
      return await this.remote.handIn(this.centre, apiKey, { checkpoint, signature });
    } catch (fault) {
      if (fault instanceof NotJudged) return { status: 0, detail: fault.message };
      throw fault;
    }
  }

  private describe(result: Described, handed: HandedOver | undefined): string[] {
    const { key, logKey, size, seenSize, comparedCount } = result;
    const since =
      seenSize === 0
        ? { en: `${size} events, all read for the first time`, zh: `${size} 条事件，首次全部核验` }
        : {
            en: `${size} events, going on from the ${seenSize} seen before`,
            zh: `${size} 条事件，与此前所见 ${seenSize} 条相衔接`,
          };
    const others = {
      en: `compared with what ${comparedCount} witnesses were shown`,
      zh: `已与 ${comparedCount} 个联署中心所见核对`,
    };
    const log = { en: `log key ${logKey}`, zh: `日志公钥 ${logKey}` };
    const own = { en: `witness key ${key}`, zh: `联署公钥 ${key}` };
    const lines = [since, others, mapText(result.map), log, own, handedText(handed)];
    return lines.map((line) => spoken(line, this.around.language));
  }
}

interface Found extends Omit<WatchFinding, 'check'> {
  readonly check: WatchFinding['check'] | MapFinding['check'];
  readonly block?: object;
}

interface Described {
  readonly key: string;
  readonly logKey?: string;
  readonly size: number;
  readonly seenSize: number;
  readonly comparedCount: number;
  readonly map?: MapCounts;
}

type MapCounts = Omit<WatchedMap, 'kind'>;

const countsOf = ({ kind: _, ...counts }: WatchedMap): MapCounts => counts;

const leafText = ({ index, leaf }: ShownLeaf) => ({
  index,
  leaf: Buffer.from(leaf).toString('base64'),
});

function mapText(map: MapCounts | undefined) {
  if (!map) {
    return {
      en: 'the serial map was not recomputed: that needs LIUSHUI_API_KEY',
      zh: '未重算流水码映射：需设置 LIUSHUI_API_KEY',
    };
  }
  const { blockCount, heldBlockCount, eventCount, laterCount, unsignedCount } = map;
  const drawn =
    blockCount < heldBlockCount
      ? { en: ', drawn at random,', zh: '（随机抽取）' }
      : { en: '', zh: '' };
  const behind = laterCount + unsignedCount;
  const rest =
    behind === 0
      ? { en: '', zh: '' }
      : {
          en: `; ${behind} of the events are too new for it`,
          zh: `；其中 ${behind} 条过新，尚未纳入`,
        };
  return {
    en: `recomputed ${blockCount} of ${heldBlockCount} blocks of the serial map${drawn.en} from ${eventCount} events of the book${rest.en}`,
    zh: `已按账册 ${eventCount} 条事件重算流水码映射 ${heldBlockCount} 段中的 ${blockCount} 段${drawn.zh}${rest.zh}`,
  };
}

const keepText = (path: string) => ({
  en: `the evidence is in ${path}: keep it, and tell the other centres`,
  zh: `证据保存于 ${path}，请妥善保管并告知其他中心`,
});

function handedText(handed: HandedOver | undefined) {
  if (!handed) {
    return {
      en: 'cosigned, not handed over: set LIUSHUI_API_KEY, or put it into the return (--json)',
      zh: '已联署，未提交：请设置 LIUSHUI_API_KEY，或填入季度统计（--json）',
    };
  }
  if (handed.status === 200 || handed.status === 201) {
    return { en: 'cosigned and handed over', zh: '已联署并提交' };
  }
  const why = handed.detail ?? handed.code ?? handed.status;
  return { en: `cosigned, but not taken: ${why}`, zh: `已联署，但未被接受：${why}` };
}

/** The head with the log's signature alone, and the line of the centre. */
function cosigned(
  { shown, keys }: WatchedLog,
  key: SigningKey,
): { own: string; signature: string } {
  const note = parseNote(shown);
  if (!note) throw new Error('what was verified is a note');
  const signatures = keys.flatMap((one) => signaturesOf(note, one));
  const own: Note = { text: note.text, signatures };
  const signature = cosign(own, key, Math.floor(Date.now() / 1_000)).trimEnd();
  return { own: formatNote(own), signature };
}
