/** The process of the API: opens the engines, listens, tells the supervisor, stops when told to. */
import 'reflect-metadata';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FirstAdministrator, type MadeAdministrator } from './access/first-administrator';
import { createApplication } from './application';
import { answerUnreadableRequests } from './problems/unreadable-requests';
import { fileBodyMsMax } from './requests/file-places';
import { readSettings, type Settings } from './settings';
import { standingFault } from './standing-fault';

/** A stop that takes longer is cut short: whoever told us to stop kills after 4 s. */
const stopMsMax = 3_500;
const sweepMs = 50;
/** EX_CONFIG: a person has to mend something first; the supervisor does not start us again. */
const mendFirstExitCode = 78;
/** Headers that come slower than this are not waited for; nor are bodies of JSON. */
const headersMsMax = 30_000;
/** A form with a file may take the longest, at the pace that is asked of it. */
const requestMsMax = fileBodyMsMax + 10_000;

function tell(message: object, fallback: () => void): void {
  if (process.send) process.send(message);
  else fallback();
}

function tellAdministrator({ username, password }: MadeAdministrator): void {
  if (password === undefined) return;
  tell({ type: 'first-administrator', username, password }, () => {
    process.stdout.write(`First administrator: user ${username}, password ${password}\n`);
  });
}

async function stop(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  const overdue = setTimeout(() => {
    server.closeAllConnections();
    process.exit(1);
  }, stopMsMax);
  // A connection that was busy when the server closed would otherwise be kept alive.
  const sweeping = setInterval(() => server.closeIdleConnections(), sweepMs);
  await app.close();
  clearInterval(sweeping);
  clearTimeout(overdue);
}

/** The supervisor holds our stdin open: when it ends, whoever started us is gone. */
function watchParent(onGone: () => void): void {
  process.stdin.on('end', onGone).on('error', onGone).resume();
}

async function run(settings: Settings): Promise<void> {
  const app = await createApplication(settings);
  const { firstAdminPassword, dataFolder } = settings;
  tellAdministrator(await app.get(FirstAdministrator).ensure(firstAdminPassword, dataFolder));
  await app.listen(settings.port, settings.host);
  const server = app.getHttpServer();
  server.headersTimeout = headersMsMax;
  server.requestTimeout = requestMsMax;
  answerUnreadableRequests(server);
  let isStopping = false;
  const stopOnce = () => {
    if (isStopping) return;
    isStopping = true;
    stop(app).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stopOnce).on('SIGINT', stopOnce);
  if (settings.endsWithParent) watchParent(stopOnce);
  const address = await app.getUrl();
  tell({ type: 'ready', address }, () => process.stdout.write(`Liushui serves at ${address}\n`));
}

async function main(): Promise<void> {
  try {
    await run(readSettings(process.env));
  } catch (error) {
    const sentence = standingFault(error);
    if (sentence !== undefined) {
      process.stderr.write(`${sentence}\n`);
      process.exit(mendFirstExitCode);
    }
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}

void main();
