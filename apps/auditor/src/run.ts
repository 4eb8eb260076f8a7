/** From arguments to an exit code. */
import { Command } from 'commander';
import { languageOf, type Output, printableLines } from '#terminal';
import { runBackup } from './backup-command';
import { runExportEvents, runImport } from './books-command';
import { type CheckEvidenceOptions, runCheckEvidence } from './check-evidence-command';
import { type EpcisOptions, runExportEpcis } from './epcis-command';
import { type EvidenceOptions, runEvidence } from './evidence-command';
import { type ExitCode, WrongUse } from './exit-codes';
import { runExportCsv, runExportHledger } from './export-command';
import { judgeFault } from './judge-fault';
import type { PastTimeOptions } from './past-time';
import { runRebuild } from './rebuild-command';
import { runReconcile } from './reconcile-command';
import { type ReplaceLogKeyOptions, runReplaceLogKey } from './replace-log-key-command';
import { type ReplayCommandOptions, runReplay } from './replay-command';
import type { ReportOptions } from './reporting';
import { runRestore } from './restore-command';
import { runStatement, type StatementOptions } from './statement-command';
import type { Surroundings } from './surroundings';
import { runTrace } from './trace-command';
import { runVerify, type VerifyOptions } from './verify-command';
import { runWitness, type WitnessOptions } from './witness-command';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs one command. The result goes to stdout, everything else to stderr; answers 0 in order, 1
 * findings, 2 wrong use, 3 could not be judged. Never rejects on what the engines or the arguments
 * can do.
 */
export async function run(
  args: readonly string[],
  stdout: Output,
  stderr: Output,
  env: Environment,
): Promise<ExitCode> {
  const around = {
    stdout,
    stderr,
    env,
    language: languageOf(env),
    json: args.includes('--json'),
  };
  try {
    return await dispatch(args, around);
  } catch (fault) {
    const { exitCode, code, message } = judgeFault(fault);
    if (message === undefined) return exitCode;
    stderr.write(`liushui: ${printableLines(message)}\n`);
    if (around.json) {
      stdout.write(`${printableLines(JSON.stringify({ error: { code, message } }, null, 2))}\n`);
    }
    return exitCode;
  }
}

async function dispatch(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  let chosen: (() => Promise<ExitCode>) | undefined;
  const program = new Command('liushui')
    .description('Recompute and check the custody of blank certificates · 空白证书台账审计')
    .addHelpText('after', afterHelp)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
      // A wrong argument is told once, below, in the same way as every other fault.
      outputError: () => undefined,
    });
  const add = (name: string, description: string, to: Command = program) =>
    to
      .command(name)
      .description(description)
      .allowExcessArguments(false)
      .option('--json', 'answer with one JSON document');
  const addPast = (name: string, description: string) =>
    add(name, description)
      .option('--as-of <day>', 'at the end of a day, by the stated dates (YYYY-MM-DD)')
      .option('--as-of-recorded <instant>', 'as it was known then (ISO 8601)');
  addPast('trace', 'where a serial is and has been · 查一个流水码的去向')
    .argument('<serial>', 'as printed, such as A000123456')
    .action((serial: string, options: PastTimeOptions) => {
      chosen = () => runTrace(serial, options, around);
    });
  addPast('replay', 'stock per centre, recomputed from the events alone · 按事件重算库存')
    .option('--centre <code>', 'of one centre, with the ranges it holds')
    .action((options: ReplayCommandOptions) => {
      chosen = () => runReplay(options, around);
    });
  add('statement', 'what came in, went out and was left, from the events alone · 按事件重算收支表')
    .argument('<centre>', 'code of a centre, such as 52010000')
    .option('--from <day>', 'first day, by the stated dates (YYYY-MM-DD)')
    .option('--to <day>', 'last day')
    .option('--period <name>', 'instead: a statistical quarter or year or a month, such as 2013Q2')
    .option('--as-of-recorded <instant>', 'as it was known then (ISO 8601)')
    .option('--subtree', 'with all centres below')
    .action((centre: string, options: StatementOptions) => {
      chosen = () => runStatement(centre, options, around);
    });
  const addReported = (name: string, description: string) =>
    add(name, description)
      .option('--report', "file what was found, with an auditor's own key in LIUSHUI_API_KEY")
      .option('--url <address>', urlHelp);
  addReported(
    'reconcile',
    'the events against the database, row by row · 事件与数据库逐行核对',
  ).action((options: ReportOptions) => {
    chosen = () => runReconcile(options, around);
  });
  addReported('verify', 'all events against the signed heads of the log · 核验全部事件与签名')
    .option('--checkpoint <file>', 'also against a head that was kept')
    .option('--key <key>', keyHelp, eachOf, [])
    .action((options: VerifyOptions) => {
      chosen = () => runVerify(options, around);
    });
  add('witness', "verify the log and cosign its head with the centre's key · 核验日志并联署")
    .argument('[centre]', 'code of the centre, such as 52010000')
    .option('--url <address>', urlHelp)
    .option('--key <key>', keyHelp, eachOf, [])
    .option(
      '--compare <files...>',
      'instead: whether two heads that were kept can both be true; of witnesses, notes or evidence',
    )
    .action((centre: string | undefined, options: WitnessOptions) => {
      chosen = () => runWitness(centre, options, around);
    });
  add('replace-log-key', 'another key signs the log from now on · 更换日志签名密钥')
    .requiredOption('--reason <text>', 'why, for everyone to read')
    .option('--lost', 'the old key is lost and announces nothing')
    .action((options: ReplaceLogKeyOptions) => {
      chosen = () => runReplaceLogKey(options, around);
    });
  add('evidence', 'one file that proves the history of a serial · 出具流水码证明文件')
    .argument('<serial>', 'as printed, such as A000123456')
    .requiredOption('-o, --output <file>', 'a new file')
    .option('--now', 'do not wait until what happened last is covered')
    .action((serial: string, options: EvidenceOptions) => {
      chosen = () => runEvidence(serial, options, around);
    });
  add('check-evidence', 'such a file, offline and without a system · 离线核验证明文件')
    .argument('<file>', 'made by evidence')
    .option('--key <key>', evidenceKeyHelp, eachOf, [])
    .action((file: string, options: CheckEvidenceOptions) => {
      chosen = () => runCheckEvidence(file, options, around);
    });
  add('rebuild', 'all views anew, the old ones answering meanwhile · 重建全部视图').action(() => {
    chosen = () => runRebuild(around);
  });
  const exporting = program
    .command('export')
    .description('what stands in the log, as a file · 导出为文件');
  add('events', 'all events, for another store or for keeping · 导出全部事件', exporting)
    .argument('<file>', 'a new file')
    .action((file: string) => {
      chosen = () => runExportEvents(file, around);
    });
  add('hledger', 'custody as a journal of hledger · 导出为 hledger 账本', exporting)
    .argument('<file>', 'a new file')
    .action((file: string) => {
      chosen = () => runExportHledger(file, around);
    });
  add('csv', 'every movement as a line of a table · 导出全部流转为表格', exporting)
    .argument('<file>', 'a new file')
    .action((file: string) => {
      chosen = () => runExportCsv(file, around);
    });
  add('epcis', 'the history of a serial or a period as EPCIS 2.0 · 导出 EPCIS 履历', exporting)
    .argument('<names...>', 'SERIAL FILE, or with a period FILE alone; a new file')
    .option('--from <day>', 'first day of a period, by the stated dates (YYYY-MM-DD)')
    .option('--to <day>', 'last day')
    .option('--period <name>', 'instead: a statistical quarter or year or a month, such as 2013Q2')
    .option('--centre <code>', 'only what its book recorded')
    .action((names: readonly string[], options: EpcisOptions) => {
      chosen = () => runExportEpcis(names, options, around);
    });
  add('import', 'exported events into an empty store; repeat it if it broke off · 导入事件')
    .argument('<file>', 'made by export events')
    .action((file: string) => {
      chosen = () => runImport(file, around);
    });
  add('backup', 'events, vault and users as one set; not the key file · 备份')
    .argument('<folder>', 'a new folder')
    .action((folder: string) => {
      chosen = () => runBackup(folder, around);
    });
  add('restore', 'a backup into engines that hold nothing else · 恢复备份')
    .argument('<folder>', 'made by backup')
    .action((folder: string) => {
      chosen = () => runRestore(folder, around);
    });
  await program.parseAsync([...args], { from: 'user' });
  if (!chosen) throw new WrongUse('no command given; see liushui --help');
  return chosen();
}

/** An option that may be given again. */
const eachOf = (value: string, before: readonly string[]): string[] => [...before, value];
const keyHelp =
  'a public key of the log, believed with those before it and those it announces; may be repeated. Unless said, that of its first head';

const urlHelp = 'of the system; unless said, LIUSHUI_URL or this machine';
const evidenceKeyHelp =
  'the public key of the log, from elsewhere than the file; further ones: of witnesses';

const afterHelp = `
Exit codes: 0 in order, 1 findings, 2 wrong use, 3 could not be judged.
The system is found by LIUSHUI_DATA (./data unless said), or by EVENTSTORE_URL and DATABASE_URL.`;
