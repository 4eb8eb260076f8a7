/** What each check shows, or why it does not, in plain words. */
import type { Told } from './custody-text';
import type { RefusedHead, Standing } from './heads';
import type { UnreadableEvidence } from './read-evidence';

export const stepIds = [
  /** The file is evidence about one serial. */
  'file',
  /** The key that was given, or one that took over from it, signed the head. */
  'signature',
  /** Which other centres cosigned it. */
  'cosignatures',
  /** Which smaller heads others cosigned that it goes on from. */
  'earlier',
  /** Every event stands in the log that was signed. */
  'events',
  /** So does the record of the serial map's root. */
  'root',
  /** The map below that root has this chain for the serial. */
  'map',
  /** The events, and no others, make the chain. */
  'complete',
  /** Every event is about the serial. */
  'touches',
  /** Each takes the serial from where the one before left it. */
  'custody',
  /** How many of the signed entries the recorded root does not cover. */
  'uncovered',
  /** What happened after the recorded root. */
  'later',
] as const;
export type StepId = (typeof stepIds)[number];

type Params = Readonly<Record<string, string | number>>;
type Tell = (params: Params) => Told;

const unreadable: Record<UnreadableEvidence, Told> = {
  'too-large': { en: 'it is larger than evidence can be', zh: '超出证明文件的大小上限' },
  'no-json': { en: 'it is no JSON, or it breaks off', zh: '不是 JSON，或不完整' },
  'other-version': {
    en: 'it is of a version that this program does not know: use a newer one',
    zh: '版本较新，本程序无法核验，请使用新版程序',
  },
  'other-shape': {
    en: 'something in it is missing, unknown or too long',
    zh: '内容缺失、有未知项或超长',
  },
  'other-form': {
    en: 'it was written again by something else: parts are there twice or in another order',
    zh: '文件被改写过：有重复项或次序不同',
  },
};

const heads: Record<RefusedHead, Told> = {
  malformed: { en: 'it has not the form of one', zh: '格式不符' },
  'other-log': {
    en: 'it is of another log than that of the key',
    zh: '属于另一日志，与所给公钥不符',
  },
  'keys-malformed': {
    en: 'what is said to announce the keys of the log, one after the other, does not',
    zh: '所附更换日志密钥的声明无效或前后不衔接',
  },
  'keys-unlinked': {
    en: 'a key given is not among those that the file says the log had: give only the newest key that it names',
    zh: '所给公钥中有的未见于文件所附声明：请只提供其中所列的最新公钥',
  },
  'not-signed': { en: 'the key did not sign it', zh: '并非该公钥所签' },
  'key-retired': {
    en: 'it is signed with a key that had been replaced before',
    zh: '所用密钥在此之前已被更换',
  },
  'key-replaced': {
    en: 'it is signed with a key that was replaced since, and that somebody else may have now; ask for new evidence',
    zh: '所用密钥此后已被更换，可能已为他人所有；请索取新的证明文件',
  },
  contradicted: {
    en: 'what the file shows of the keys of the log states another history than this one',
    zh: '与文件所附更换密钥声明中的日志状态相矛盾',
  },
};

/** With which key a state was signed, and why that one is believed. */
const standings: Record<Standing, Tell> = {
  given: ({ key }) => ({ en: `with the key given (${key})`, zh: `所给公钥（${key}）` }),
  announced: ({ key }) => ({
    en: `with the key ${key}, which took over from the key given and was announced by it, one after the other`,
    zh: `公钥 ${key}（由所给公钥依次声明更换而来）`,
  }),
  earlier: ({ key }) => ({
    en: `with the key ${key}, before the key given, which was announced with that very state`,
    zh: `公钥 ${key}（早于所给公钥，而所给公钥正是在该状态下声明启用）`,
  }),
};

const earlierWhy = {
  path: { en: 'the log does not go on from it', zh: '日志并非由其延续而来' },
  order: { en: 'it is not smaller than the one before', zh: '并不早于前一状态' },
} as const;

const leafWhy: Record<string, Tell> = {
  order: ({ index }) => ({
    en: `entry ${index} stands out of order`,
    zh: `第 ${index} 条次序错乱`,
  }),
  unreadable: ({ index }) => ({
    en: `entry ${index} cannot be read`,
    zh: `第 ${index} 条无法读取`,
  }),
  path: ({ index }) => ({
    en: `entry ${index} is not in the signed log as it stands here: it was altered or put in`,
    zh: `第 ${index} 条与已签名的日志不符：被改动或系伪造`,
  }),
  none: ({ index }) => ({
    en: `entry ${index} is no such record`,
    zh: `第 ${index} 条不是该项记录`,
  }),
};

const mapWhy: Record<string, Told> = {
  malformed: { en: 'the part that shows it has not its form', zh: '所附映射内容格式不符' },
  block: { en: 'the serials shown are not those of the map', zh: '所附流水码区段与映射不符' },
  root: { en: 'the map shown is not the one recorded', zh: '所附映射与记录的根不符' },
};

const phrases: Record<StepId, { readonly holds: Tell; readonly fails: Tell }> = {
  file: {
    holds: ({ serial }) => ({
      en: `The file is evidence about serial ${serial}.`,
      zh: `本文件是流水码 ${serial} 的证明文件。`,
    }),
    fails: ({ why }) =>
      framed(unreadable[why as UnreadableEvidence], {
        en: 'The file is no evidence',
        zh: '本文件不是有效的证明文件',
      }),
  },
  signature: {
    holds: ({ origin, size, ...of }) => {
      const by = standings[of.standing as Standing](of);
      return {
        en: `The log ${origin} signed its state at ${size} entries ${by.en}.`,
        zh: `日志 ${origin} 在 ${size} 条时的状态，签名者为${by.zh}。`,
      };
    },
    fails: ({ why }) =>
      framed(heads[why as RefusedHead], {
        en: 'The state of the log is not proved with the key given',
        zh: '所给公钥不能证明日志状态',
      }),
  },
  cosignatures: {
    holds: ({ count, checked }) =>
      count === 0
        ? {
            en: 'No other centre cosigned this state: it rests on the operator’s signature alone.',
            zh: '该状态没有其他中心联署，仅有运营方签名。',
          }
        : {
            en: `Cosignatures of other centres: ${count}, of which ${checked} were checked with their keys.`,
            zh: `其他中心联署 ${count} 个，其中 ${checked} 个已用其公钥核验。`,
          },
    fails: ({ name }) => ({
      en: `A cosignature of ${name} is false: the key given did not make it.`,
      zh: `${name} 的联署系伪造：并非所给公钥所签。`,
    }),
  },
  earlier: {
    holds: ({ size, count, checked }) => ({
      en: `Other centres cosigned earlier states, the newest at ${size} entries, and the log goes on from them: cosignatures ${count}, of which ${checked} were checked with their keys. Of what came after those states they say nothing.`,
      zh: `其他中心联署过较早的状态（最新为 ${size} 条），日志与之衔接：联署 ${count} 个，其中 ${checked} 个已用其公钥核验。其后的内容不在其联署范围内。`,
    }),
    fails: ({ why, size }) =>
      framed(why === 'path' || why === 'order' ? earlierWhy[why] : heads[why as RefusedHead], {
        en: `An earlier state that others cosigned${size === undefined ? '' : `, at ${size} entries,`} is not proved to be part of the log`,
        zh: `其他中心联署的较早状态${size === undefined ? '' : `（${size} 条）`}不能证明属于该日志`,
      }),
  },
  events: {
    holds: ({ count }) => ({
      en: `Each of the ${count} events listed stands in the signed log, unaltered.`,
      zh: `所列 ${count} 条事件均在已签名的日志中，未被改动。`,
    }),
    fails: (params) =>
      framed(leafWhy[params.why](params), {
        en: 'An event is not proved to be in the signed log',
        zh: '有事件不能证明在已签名的日志中',
      }),
  },
  root: {
    holds: ({ treeSize, index }) => ({
      en: `The log recorded, in entry ${index}, a digest of which of its first ${treeSize} entries touch which serials.`,
      zh: `日志第 ${index} 条记录了前 ${treeSize} 条涉及哪些流水码的摘要。`,
    }),
    fails: (params) =>
      framed(leafWhy[params.why](params), {
        en: 'The recorded digest of all serials is not proved to be in the signed log',
        zh: '流水码总摘要的记录不能证明在已签名的日志中',
      }),
  },
  map: {
    holds: () => ({
      en: 'What that digest says of this serial is shown.',
      zh: '该摘要中关于本流水码的内容已得到证明。',
    }),
    fails: ({ why }) =>
      framed(mapWhy[why], {
        en: 'What the recorded digest says of this serial is not shown',
        zh: '总摘要中关于本流水码的内容未得到证明',
      }),
  },
  complete: {
    holds: ({ treeSize, count }) =>
      count === 0
        ? {
            en: `Complete for the first ${treeSize} entries: none of them touches this serial. It was never registered.`,
            zh: `前 ${treeSize} 条完整：没有任何一条涉及本流水码，该流水码从未登记。`,
          }
        : {
            en: `Complete for the first ${treeSize} entries: none of them but the ${count} listed touches this serial.`,
            zh: `前 ${treeSize} 条完整：除所列 ${count} 条外，没有其他事件涉及本流水码。`,
          },
    fails: ({ treeSize }) => ({
      en: `Not complete: by the recorded digest other events of the first ${treeSize} entries touch this serial. One was left out, put in, or belongs to another serial.`,
      zh: `不完整：按记录的总摘要，前 ${treeSize} 条中涉及本流水码的事件与所列不同，有遗漏、添加或属于其他流水码。`,
    }),
  },
  touches: {
    holds: () => ({ en: 'Every event is about this serial.', zh: '每条事件均涉及本流水码。' }),
    fails: ({ serial, index }) => ({
      en: `Entry ${index} does not touch serial ${serial}.`,
      zh: `第 ${index} 条不涉及流水码 ${serial}。`,
    }),
  },
  custody: {
    holds: ({ count }) =>
      count === 0
        ? { en: 'There is no custody to follow.', zh: '没有流转记录。' }
        : {
            en: 'Each event takes the serial from where the one before left it.',
            zh: '各事件前后衔接，去向连续。',
          },
    fails: ({ why, index, stated, found }) =>
      why === 'design'
        ? {
            en: `Custody is broken: entry ${index} has the serial as ${stated}, but it was registered as ${found}.`,
            zh: `记录前后不符：第 ${index} 条所载等级与版本为 ${stated}，而登记时为 ${found}。`,
          }
        : {
            en: `Custody is broken: entry ${index} takes the serial from ${stated}, but it was in ${found}.`,
            zh: `去向不连续：第 ${index} 条从 ${stated} 转出，而此前在 ${found}。`,
          },
  },
  uncovered: {
    holds: ({ size, count }) => ({
      en: `Of ${size} signed entries the last ${count} are not covered by the proof of completeness: what they may hold about this serial is not known.`,
      zh: `已签名的 ${size} 条中，最后 ${count} 条不在完整性证明范围内：其中是否另有涉及本流水码的事件，不得而知。`,
    }),
    fails: () => ({ en: 'How far it reaches cannot be read.', zh: '证明范围无法读取。' }),
  },
  later: {
    holds: ({ count, treeSize }) => ({
      en: `${count} of the events came after the first ${treeSize} entries: that they happened is proved, that nothing else did since is not.`,
      zh: `其中 ${count} 条在前 ${treeSize} 条之后：已证明确有其事，但不能证明其后没有其他事件。`,
    }),
    fails: () => ({ en: 'What came later cannot be read.', zh: '其后的事件无法读取。' }),
  },
};

const framed = (why: Told, what: Told): Told => ({
  en: `${what.en}: ${why.en}.`,
  zh: `${what.zh}：${why.zh}。`,
});

export const stepText = (id: StepId, holds: boolean, params: Params): Told =>
  phrases[id][holds ? 'holds' : 'fails'](params);
