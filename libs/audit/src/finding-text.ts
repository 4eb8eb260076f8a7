/** A finding as a sentence: the same in the auditor's program and on the pages. */
import type { CheckId, Finding } from './findings';

/** One thing to say, in both languages. */
interface Phrase {
  readonly en: string;
  readonly zh: string;
}

type Params = Finding['params'];

const serials = ({ first, last }: Params): string => (first === last ? first : `${first}–${last}`);

const phrases: Record<CheckId, (params: Params) => Phrase> = {
  'event-unreadable': ({ problem }) => ({
    en: `the event cannot be read: ${problem}`,
    zh: `事件无法读取：${problem}`,
  }),
  'revision-gap': ({ expected }) => ({
    en: `revision ${expected} of the stream should come here: events are missing or out of order`,
    zh: `此处应为该流的第 ${expected} 号事件：事件缺失或次序错乱`,
  }),
  'position-order': ({ after }) => ({
    en: `the log comes back to a position at or before ${after}`,
    zh: `日志位置倒退，不应在 ${after} 或其之前`,
  }),
  'record-time-claimed': ({ claimed }) => ({
    en: `the event claims to have been recorded at ${claimed} in another store, but stands behind events that were not moved`,
    zh: `该事件声称于 ${claimed} 在另一事件库中记录，却排在非迁入的事件之后`,
  }),
  'record-time-early': ({ recorded, decided }) => ({
    en: `from this event on: recorded at ${recorded}, but decided only at ${decided}: its record time was altered, or a clock was wrong`,
    zh: `自该事件起：记录时间为 ${recorded}，而裁定时间在后，为 ${decided}：记录时间被改动，或时钟有误`,
  }),
  'record-time-late': ({ recorded, decided }) => ({
    en: `recorded at ${recorded}, but a root or head behind it was made at ${decided} already: its record time was altered, or a clock was wrong`,
    zh: `记录时间为 ${recorded}，而其后的映射根或校验点在 ${decided} 即已作出：记录时间被改动，或时钟有误`,
  }),
  'date-in-future': ({ on, decided }) => ({
    en: `states ${on}, a day still to come at ${decided}, when it was decided`,
    zh: `所述日期 ${on} 晚于裁定时间 ${decided}`,
  }),
  'book-of-nobody': ({ centre }) => ({
    en: `a book begins here for ${centre}, which no event before it registers as a centre`,
    zh: `此处开始 ${centre} 的账册，而此前没有登记该中心的事件`,
  }),
  'book-of-station': ({ centre }) => ({
    en: `a book begins here for ${centre}, a station, which holds no blanks`,
    zh: `此处开始鉴定所 ${centre} 的账册，而鉴定所不得持有空白证书`,
  }),
  'registered-below-top': ({ centre, top }) => ({
    en: `blanks are registered in the book of ${centre}; only the top centre${top ? `, ${top},` : ''} does so`,
    zh: `${centre} 的账册登记了空白证书，只有顶级中心${top ? ` ${top}` : ''}可以登记`,
  }),
  'serials-elsewhere': (params) => ({
    en: `${serials(params)} is said to leave ${params.stated} but is in ${params.found}`,
    zh: `${serials(params)} 记为从 ${params.stated} 转出，实际在 ${params.found}`,
  }),
  'registered-before': (params) => ({
    en: `${serials(params)} is registered again and is in ${params.found} already`,
    zh: `${serials(params)} 重复登记，已在 ${params.found}`,
  }),
  'other-design': (params) => ({
    en: `${serials(params)} is of level and edition ${params.before}, the event says ${params.now}`,
    zh: `${serials(params)} 的等级和版本为 ${params.before}，事件记为 ${params.now}`,
  }),
  'date-goes-back': (params) => ({
    en: `${serials(params)} was last touched on ${params.before}, the event says ${params.on}`,
    zh: `${serials(params)} 上次变动日期为 ${params.before}，事件却记为 ${params.on}`,
  }),
  conservation: ({ level, edition, registered, held }) => ({
    en: `level ${level}, edition ${edition}: ${registered} registered, ${held} accounted for`,
    zh: `${level} 级 ${edition} 版：登记 ${registered}，各账户合计 ${held}`,
  }),
  'row-missing': ({ view, row }) => ({
    en: `view ${view} lacks the row ${row}`,
    zh: `视图 ${view} 缺少行 ${row}`,
  }),
  'row-unexpected': ({ view, row }) => ({
    en: `view ${view} has the row ${row}, which rests on no event`,
    zh: `视图 ${view} 多出行 ${row}，没有事件依据`,
  }),
  'row-differs': ({ view, row, column, expected, found }) => ({
    en: `view ${view}, row ${row}: ${column} is ${found}, by the events ${expected}`,
    zh: `视图 ${view} 行 ${row}：${column} 为 ${found}，按事件应为 ${expected}`,
  }),
  'never-registered': ({ serial }) => ({
    en: `${serial} was never registered: such a blank is not ours, or the number is misread`,
    zh: `${serial} 从未登记：不是本系统的空白证书，或号码有误`,
  }),
  'registration-reversed': ({ serial, registeredOn, reversedOn, user, approvedBy }) => ({
    en: `${serial} was registered on ${registeredOn} and the registration reversed on ${reversedOn} by user ${user}${approvedBy === undefined ? '' : ` and ${approvedBy}`}: no blank bears it, or the number is misread`,
    zh: `${serial} 于 ${registeredOn} 登记，${reversedOn} 由用户 ${user}${approvedBy === undefined ? '' : `、${approvedBy}`} 撤销登记：没有对应的空白证书，或号码有误`,
  }),
  'destruction-reported-twice': ({ range, centre, quarter, other }) => ({
    en: `the returns of ${centre} for ${other} and ${quarter} both report ${range} as destroyed: it belongs to one of them`,
    zh: `${centre} 的 ${other} 与 ${quarter} 季报均上报销毁 ${range}：只应归入其中一期`,
  }),
  'old-sheet-registered': ({ serial, number }) => ({
    en: `${number} is said to be older than the books and on ${serial}, which was registered here`,
    zh: `${number} 据称为建账前证书，原流水码 ${serial} 却在本系统登记过`,
  }),
  'old-sheet-of-two': ({ serial, number, other }) => ({
    en: `${serial} is said to be the old sheet of ${other} and of ${number}`,
    zh: `${serial} 同时被登记为 ${other} 与 ${number} 的原证书流水码`,
  }),
  'views-ahead': ({ log, views }) => ({
    en: `the views have copied position ${views}, but the log ends at ${log}`,
    zh: `视图已同步到位置 ${views}，而日志止于 ${log}`,
  }),
  'head-unsigned': ({ why }) => ({
    en: `this is no signed head of the log (${why})`,
    zh: `不是日志的有效签名（${why}）`,
  }),
  'head-differs': ({ size, after }) => ({
    en: `what was signed at ${size} events is not what is there: the first ${after} are as they were, something behind them was altered, left out, put in or moved, from this event on if one is named`,
    zh: `与 ${size} 条事件时的签名不符：前 ${after} 条未变，其后有事件被改动、删除、插入或调换，如有列出即自该事件起`,
  }),
  'head-ahead': ({ size, leaves }) => ({
    en: `a head was signed at ${size} events, but there are ${leaves}: the end is missing`,
    zh: `曾对 ${size} 条事件签名，现只有 ${leaves} 条：末尾缺失`,
  }),
  'leaves-unsigned': ({ size, count }) => ({
    en: `the newest signed head is of ${size} events, and ${count} stand behind it: unless the projector is only behind, the heads over them were cut off, and nothing shows that they are as they were`,
    zh: `最新签名只到 ${size} 条事件，其后还有 ${count} 条：若非投影进程滞后，则其签名已被删去，不能证明这些事件未被改动`,
  }),
  'map-root-differs': ({ size }) => ({
    en: `the recorded root of the serial map is not that of the first ${size} events: it was made up, or an event before it was altered`,
    zh: `所记流水码映射根与前 ${size} 条事件不符：该根系伪造，或其前事件被改动`,
  }),
  'map-root-misplaced': ({ size, index }) => ({
    en: `a root of the serial map says that it is of ${size} events, and stands behind ${index}: it tells of events after it, or of no more than the root before it`,
    zh: `流水码映射根称涵盖 ${size} 条事件，而其前只有 ${index} 条，或不多于上一个根`,
  }),
  'kept-head-differs': ({ size }) => ({
    en: `the checkpoint that was kept says something else of the first ${size} events: they were changed after it was given out`,
    zh: `所存校验点与前 ${size} 条事件不符：签发后事件被改动`,
  }),
  'kept-head-ahead': ({ size, leaves }) => ({
    en: `the checkpoint that was kept counts ${size} events, there are ${leaves}: the log was put back or cut`,
    zh: `所存校验点计 ${size} 条事件，现只有 ${leaves} 条：日志被回退或截断`,
  }),
  'log-key-unknown': ({ key }) => ({
    en: `the log does not show every key that was given or followed before; its first is ${key}: it is another log, or whoever has an old key leaves out what replaced it`,
    zh: `日志未列出所给或此前已跟随的全部公钥，其首个公钥为 ${key}：属于另一日志，或持有旧密钥者隐去了更换声明`,
  }),
  'log-key-unannounced': () => ({
    en: 'another key signs the log from here on, which the one before did not announce: ask the operator for the new key by another way, and accept it with --key',
    zh: '此后改用另一密钥签名，而原密钥未作声明：请通过其他途径向运营方索取新公钥，并用 --key 确认',
  }),
  'log-key-malformed': () => ({
    en: 'what is said to announce another key of the log does not: nothing signed behind it counts',
    zh: '所谓更换日志密钥的声明无效：其后的签名均不作数',
  }),
  'log-key-reason-differs': () => ({
    en: 'the key of the log was replaced for another reason than stands here: the words were altered after they were signed',
    zh: '此处所载更换日志密钥的原因与签名时不符：文字在签名后被改动',
  }),
  'cosignature-wrong': ({ centre }) => ({
    en: `the key registered for centre ${centre} did not cosign this head`,
    zh: `不是中心 ${centre} 已登记的密钥对该校验点的联署`,
  }),
  'log-forked': ({ size, otherSize }) => ({
    en: `the log signed two heads that contradict each other${size ? `, of ${size} and of ${otherSize} events` : ''}: it shows different histories`,
    zh: `日志签过两个互相矛盾的校验点${size ? `（${size} 条与 ${otherSize} 条事件）` : ''}：存在不同的历史`,
  }),
  'log-rolled-back': ({ size, otherSize }) => ({
    en: `the log shows ${otherSize} events, and has signed ${size} before: it was put back`,
    zh: `日志现为 ${otherSize} 条事件，而此前已签 ${size} 条：日志被回退`,
  }),
  'log-tiles-differ': ({ size }) => ({
    en: `the hashes that are served do not have the root that was signed for ${size} events`,
    zh: `所提供的散列与 ${size} 条事件的签名根不符`,
  }),
  'book-incomplete': ({ event }) => ({
    en: `the centre's book is not shown whole: ${event} is missing, withheld or another event`,
    zh: `所示中心账册不完整：${event} 缺失、被隐去或已非原事件`,
  }),
  'map-event-missing': ({ event, size, first, last }) => ({
    en: `the root of the serial map recorded for ${size} events leaves out ${event} of the centre's own book (serials ${first}–${last}): evidence of these serials would not show it`,
    zh: `为前 ${size} 条事件所记的流水码映射根遗漏了本中心账册的事件 ${event}（流水码 ${first}–${last}）：相关证明文件将不显示该事件`,
  }),
  'map-block-differs': ({ why, first, last, index }) => ({
    en: first
      ? `what is shown of serials ${first}–${last} is not what the recorded root of the serial map has (${why})`
      : `what is shown of the serial map rests on an entry ${index} that the signed log does not have`,
    zh: first
      ? `所示流水码 ${first}–${last} 的内容与所记的映射根不符（${why}）`
      : `所示流水码映射所依据的第 ${index} 条不在已签名的日志中`,
  }),
};

/**
 * Undefined for the id of a check that another version of the program has. What a sentence asks for
 * and is not told stands in it as `undefined`.
 */
export function findingPhrase(check: CheckId, params: Params): Phrase;
export function findingPhrase(check: string, params: Params): Phrase | undefined;
export function findingPhrase(check: string, params: Params): Phrase | undefined {
  return Object.hasOwn(phrases, check) ? phrases[check as CheckId](params) : undefined;
}
