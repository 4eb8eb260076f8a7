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
  keptFinding,
  LogUnread,
  MapAheadOfHead,
  SeenLogDamaged,
  type VerifierKey,
  verifyAsWitness,
  type WatchedMap,
  type WitnessedLog,
  type WitnessFinding,
} from '#transparency';
import { runCompare } from './compare-command';
import { type ExitCode, exitCodes, NotJudged, WrongUse } from './exit-codes';
import { apiAddress } from './find-system';
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

/** Rejects with WrongUse and NotJudged. */
export async function runWitness(
  centre: string | undefined,
  options: WitnessOptions,
  around: Surroundings,
  remoteOptions: RemoteOptions = {},
): Promise<ExitCode> {
  try {
    return await compareOrWitness(centre, options, around, remoteOptions);
  } catch (fault) {
    throw isUnjudged(fault) ? new NotJudged(fault.message) : fault;
  }
}

const unjudged = [NotJudged, LogUnread, SeenLogDamaged, MapAheadOfHead];
const isUnjudged = (fault: unknown): fault is Error =>
  unjudged.some((kind) => fault instanceof kind);

function compareOrWitness(
  centre: string | undefined,
  options: WitnessOptions,
  around: Surroundings,
  remoteOptions: RemoteOptions,
): Promise<ExitCode> {
  const named = options.key.map(keyGiven);
  if (options.compare) {
    if (centre !== undefined) throw new WrongUse('--compare takes two files and no centre');
    return runCompare(options.compare, options.url, named, around);
  }
  if (centre === undefined) throw new WrongUse('give the code of the centre');
  const { env } = around;
  const apiKey = env.LIUSHUI_API_KEY || undefined;
  const remote = new LogOverHttp(apiAddress(env, options.url), { ...remoteOptions, apiKey });
  const folder = WitnessFolder.open(env, centre);
  return folder.locked(() => new Witnessing(centre, remote, folder, named, around).run());
}

/** What is told while it is under way. */
const steps = {
  map: {
    title: { en: 'Recomputing the serial map', zh: '重算流水码映射' },
    unit: { en: 'blocks', zh: '段' },
  },
  log: {
    title: { en: 'Verifying the log', zh: '核验日志' },
    unit: { en: 'events', zh: '条事件' },
  },
} as const;

/** One step's progress after the other's. */
class ToldSteps {
  private progress: Progress | undefined;
  private count = 0;

  constructor(private readonly around: Surroundings) {}

  begin(step: keyof typeof steps): void {
    this.end();
    const { language, stderr } = this.around;
    const { title, unit } = steps[step];
    const what = { title: spoken(title, language), unit: spoken(unit, language) };
    this.progress = new Progress(stderr, what);
    this.count = 0;
    this.progress.begin();
  }

  reach(count: number): void {
    this.progress?.step(count - this.count);
    this.count = count;
  }

  end(): void {
    this.progress?.end();
    this.progress = undefined;
  }
}

class Witnessing {
  private readonly report: Report;
  private readonly told: ToldSteps;

  constructor(
    private readonly centre: string,
    private readonly remote: LogOverHttp,
    private readonly folder: WitnessFolder,
    private readonly named: readonly VerifierKey[],
    private readonly around: Surroundings,
  ) {
    this.report = new Report(around);
    this.told = new ToldSteps(around);
  }

  async run(): Promise<ExitCode> {
    const verified = await this.verify();
    return verified.kind === 'found' ? this.found(verified) : this.cosign(verified);
  }

  private async verify(): Promise<WitnessedLog | WitnessFinding> {
    const { centre, remote, named, folder, around } = this;
    // The events are for the centre's own users.
    const book = around.env.LIUSHUI_API_KEY ? remote.book(centre) : undefined;
    const onReached = (count: number): void => this.told.reach(count);
    try {
      return await verifyAsWitness({
        centre,
        remote,
        book,
        named,
        seen: folder.seen(),
        onStep: (step) => this.told.begin(step),
        onBlock: onReached,
        onTile: onReached,
      });
    } finally {
      this.told.end();
    }
  }

  private found(finding: WitnessFinding): ExitCode {
    const { around, folder, report } = this;
    const { check, params } = finding;
    const now = new Date();
    const path = folder.keepEvidence(keptFinding(finding, now), now);
    report.add({ severity: 'error', check, events: [], params } satisfies Finding);
    const said = {
      en: `not cosigned; the evidence is in ${path}: keep it, and tell the other centres`,
      zh: `未联署；证据保存于 ${path}，请妥善保管并告知其他中心`,
    };
    report.print({ centre: this.centre, evidence: path }, [spoken(said, around.language)]);
    return report.exitCode;
  }

  private async cosign({ log, own: note, map }: WitnessedLog): Promise<ExitCode> {
    const { checkpoint, keys, seenSize, comparedCount } = log;
    const { key, isNew } = this.folder.key(`${checkpoint.origin}/${this.centre}`);
    const own = formatNote(note);
    const signature = cosign(note, key, Math.floor(Date.now() / 1_000)).trimEnd();
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
    const found = { check: 'log-forked', params: {}, heads } as const;
    this.report.add({ severity: 'error', events: [], ...found } satisfies Finding);
    return this.folder.keepEvidence(keptFinding(found, now), now);
  }

  private async shownNow(): Promise<string | undefined> {
    try {
      return await this.remote.checkpoint();
    } catch (fault) {
      if (isUnjudged(fault)) return undefined;
      throw fault;
    }
  }

  private async handOver(checkpoint: string, signature: string): Promise<HandedOver | undefined> {
    const apiKey = this.around.env.LIUSHUI_API_KEY;
    if (!apiKey) return undefined;
    try {
      return await this.remote.handIn(this.centre, apiKey, { checkpoint, signature });
    } catch (fault) {
      if (isUnjudged(fault)) return { status: 0, detail: fault.message };
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
