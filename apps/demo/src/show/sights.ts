/** What to look at: the totals, a serial's path, the boards, what is worth a look, and commands to try. */
import { relative } from 'node:path';
import { appliedWith } from '#domain';
import { type Language, type Output, type Phrase, spoken } from '#terminal';
import type { Loaded } from '../load/load';
import { lastDay } from '../scenario/calendar';
import { incidents } from '../scenario/incidents';
import { supervisorOf } from '../scenario/installation';
import { cityOf, province } from '../scenario/places';
import type { Scenario } from '../scenario/posts';
import type { FoundSystem } from '../system/find-system';
import { type AnomaliesAnswer, anomalyCounts } from './anomaly-counts';
import { type BoardAnswer, boardTable, zerosToCome } from './boards';
import type { StatementAnswer } from './reconciled';
import { type SerialAnswer, serialPath } from './serial-path';
import { conservationVerdict, type StockAnswer, stockTable } from './stock-table';

export interface Sight {
  readonly stock: StockAnswer;
  readonly path: SerialAnswer;
  readonly boards: readonly BoardAnswer[];
  readonly statement: StatementAnswer;
  readonly anomalies: AnomaliesAnswer;
  readonly scenario: Scenario;
  readonly loaded: Loaded;
  readonly system: FoundSystem;
  readonly secretsPath: string;
  readonly dataDir: string;
}

export function showSights(sight: Sight, output: Output, language: Language): void {
  const say = (phrase: Phrase) => output.write(`  ${spoken(phrase, language)}\n`);
  const block = (lines: readonly string[]) => {
    for (const line of lines) output.write(`    ${line}\n`);
    output.write('\n');
  };
  const { stock, path, loaded, boards, anomalies } = sight;
  const { requestCount, replayedCount } = loaded;
  if (replayedCount > 0) {
    say({
      en: `${replayedCount} of ${requestCount} requests had been made before: answered as then`,
      zh: `${requestCount} 个请求中有 ${replayedCount} 个此前已提交，按原结果答复`,
    });
  }
  output.write('\n');
  say({
    en: `What everyone holds, read back from /stock at position ${stock.position}`,
    zh: `各中心账目（取自 /stock，位置 ${stock.position}）`,
  });
  block([...stockTable(stock, language), conservationVerdict(stock, language)]);
  say({
    en: "The province's boards, /quarters/{quarter}: applications, late returns and zeros",
    zh: '省中心看板（/quarters/{季度}）：申领、迟报与零申报',
  });
  block([...boardTable(boards, language), ...zeroNote(boards, language)]);
  say({
    en: `Worth a look, /anomalies?asOf=${lastDay}`,
    zh: `值得关注（/anomalies?asOf=${lastDay}）`,
  });
  block(anomalyCounts(anomalies, language));
  say({
    en: `The path of ${path.serial}, lost and replaced`,
    zh: `流水码 ${path.serial} 的去向（遗失补发）`,
  });
  block(serialPath(path, language));
  say({ en: 'Worth trying', zh: '不妨一试' });
  block(commands(sight, language));
}

/** The system records zeros every minute: it may not have come to it yet. */
function zeroNote(boards: readonly BoardAnswer[], language: Language): string[] {
  const { city, quarter } = incidents.noApplication;
  if (zerosToCome(boards, quarter) === 0) return [];
  return [
    spoken(
      {
        en: `${city} filed nothing for ${quarter}: the system records it as zero within a minute`,
        zh: `${city} 未申报 ${quarter}：系统将在一分钟内记为零申报`,
      },
      language,
    ),
  ];
}

/** One word of a shell's command line, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The port that `npm start` takes when nobody says otherwise. */
const usualAddress = 'http://127.0.0.1:3000';

function commands({ scenario, system, secretsPath, dataDir }: Sight, language: Language): string[] {
  const address = system.isOwn ? usualAddress : system.address;
  const secrets = `./${relative(process.cwd(), secretsPath)}`;
  const isUsualFolder = relative(process.cwd(), dataDir) === 'data';
  const where = isUsualFolder ? '' : `LIUSHUI_DATA=${shellWord(dataDir)} `;
  const file = shellWord(isUsualFolder ? secrets : secretsPath);
  const key = `$(node -p 'require(process.argv[1]).apiKey' ${file})`;
  const guiyang = cityOf('guiyang');
  const user = supervisorOf(guiyang);
  // The board of a quarter shows the returns of the one before.
  const late = appliedWith(incidents.lateReturn.quarter);
  const password = spoken({ en: 'password in', zh: '密码见' }, language);
  const first = system.isOwn ? ['npm start'] : [];
  return [
    ...first,
    `${where}npx liushui trace ${scenario.replacement.serial}`,
    `${where}npx liushui replay --as-of 2013-12-31`,
    `${where}npx liushui reconcile`,
    `curl -H "Authorization: Bearer ${key}" "${address}/api/v1/quarters/${late}?province=${province.code}"`,
    `curl -H "Authorization: Bearer ${key}" "${address}/api/v1/centres/${guiyang.code}/statement?period=2013"`,
    `curl -H "Authorization: Bearer ${key}" "${address}/api/v1/anomalies?asOf=${lastDay}"`,
    `${address}/   ${user}, ${password} ${secretsPath}`,
  ];
}
