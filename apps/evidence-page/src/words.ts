import type { Told } from '#transparency/check';

export type Language = keyof Told;

export const words = {
  title: { en: 'Check evidence of a serial', zh: '流水码证明文件核验' },
  otherLanguage: { en: '中文', zh: 'English' },
  intro: {
    en: 'This page works without a network. The file stays on this computer: the page can send nothing anywhere.',
    zh: '本页无需联网即可使用，文件只在本机核验，本页不会向任何地方发送内容。',
  },
  keys: { en: 'Public key of the log', zh: '日志公钥' },
  keysHelp: {
    en: 'Paste the key as it was published, not as it came with the file. Keys of witnesses may follow, one a line.',
    zh: '请粘贴公开发布的公钥，不要使用随文件一起收到的公钥。可另起一行加入见证方公钥。',
  },
  keyBad: { en: 'Line {line} is no public key.', zh: '第 {line} 行不是有效公钥。' },
  fingerprint: {
    en: 'Fingerprint, to be compared with a printed one:',
    zh: '指纹（请与书面公布的指纹核对）：',
  },
  file: { en: 'Evidence file', zh: '证明文件' },
  drop: { en: 'Drop the file here, or', zh: '将文件拖放到此处，或' },
  choose: { en: 'Choose a file', zh: '选择文件' },
  checking: { en: 'The file is being checked …', zh: '正在核验文件……' },
  needKey: {
    en: 'Give the public key of the log first: without it nothing is proved.',
    zh: '请先填写日志公钥；没有公钥无法证明任何事项。',
  },
  proved: { en: 'Proved', zh: '证明成立' },
  'not-proved': { en: 'Not proved', zh: '证明不成立' },
  'not-judged': { en: 'Cannot be judged', zh: '无法判断' },
  doNotRely: {
    en: 'Do not rely on anything in this file.',
    zh: '请勿采信该文件中的任何内容。',
  },
  neverRegistered: { en: 'was never registered', zh: '从未登记' },
  steps: { en: 'What was checked', zh: '核验步骤' },
  history: { en: 'Custody history', zh: '流转记录' },
  day: { en: 'Day', zh: '日期' },
  happening: { en: 'What happened', zh: '事项' },
  where: { en: 'Where it was then', zh: '去向' },
  paper: { en: 'Paper', zh: '凭据' },
  entry: { en: 'Entry', zh: '日志条目' },
  later: { en: 'later than the complete part', zh: '在完整部分之后' },
  limits: { en: 'What this does not show', zh: '本核验不能证明的事项' },
  limit1: {
    en: 'The days are as the office stated them; the log proves what was recorded and in what order.',
    zh: '日期为经办机构所填；日志证明的是记录内容及其先后次序。',
  },
  limit2: {
    en: 'Completeness rests on the digest of all serials that the log recorded. Whoever has all entries recomputes it (liushui verify); cosignatures of other centres show that others saw the same log.',
    zh: '完整性以日志所记流水码总摘要为准，持有全部条目者可重新计算（liushui verify）；其他中心的联署表明其所见日志相同。',
  },
  limit3: {
    en: 'Outside free text, such as remarks, reasons and circumstances, no holder is named in this file. Officials who acted may be.',
    zh: '除备注、事由、情况说明等自由文字外，本文件不含持证人信息；可能载有经办人员姓名。',
  },
  asOf: { en: 'As of entry {entry} of the log.', zh: '截至日志第 {entry} 条。' },
  asOfAt: {
    en: 'As of entry {entry} of the log (recorded at {at} Beijing time, clock of the operator).',
    zh: '截至日志第 {entry} 条（记录时间 {at}，北京时间，以运营方时钟为准）。',
  },
  pageFailed: {
    en: 'This page failed over the file: nothing in it is proved.',
    zh: '本页处理该文件时出错，未能证明其中任何内容。',
  },
  cosigned: {
    en: 'Cosigned by {name} at {at} (Beijing time).',
    zh: '{name} 于 {at}（北京时间）联署。',
  },
  cosignedUnknown: {
    en: 'Carries a line by {name}, not checked: its key was not given.',
    zh: '附有 {name} 的签名行，未提供其公钥，未核验。',
  },
  cosignedEarlier: {
    en: 'Cosigned by {name} at {at} (Beijing time), when there were {size} entries.',
    zh: '{name} 于 {at}（北京时间）在 {size} 条时联署。',
  },
  cosignedEarlierUnknown: {
    en: 'Carries a line by {name} for {size} entries, not checked: its key was not given.',
    zh: '附有 {name} 对 {size} 条时的签名行，未提供其公钥，未核验。',
  },
  print: { en: 'Print', zh: '打印' },
  unreadable: { en: 'The file cannot be read.', zh: '文件无法读取。' },
} as const satisfies Record<string, Told>;

export type Word = keyof typeof words;

export function say(
  word: Word,
  language: Language,
  params: Readonly<Record<string, string>> = {},
): string {
  return words[word][language].replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}
