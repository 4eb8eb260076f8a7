import type { Logger } from 'pino';
import type { ProjectorNews } from '#read-model';
import type { KeeperNews } from '#transparency';

/** What an error says, its causes included; never the parameters that database errors carry. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error) || error.message.includes(cause.message)) return error.message;
  return `${error.message} (${reasonOf(cause)})`;
}

/** Writes the projector's news to the log; copying itself is too frequent for more than debug. */
export function logNews(logger: Logger, news: ProjectorNews): void {
  switch (news.kind) {
    case 'standing-by':
      logger.info('another projector is active; standing by');
      break;
    case 'active':
      logger.info({ build: news.build, position: String(news.position) }, 'following the log');
      break;
    case 'applied':
      logger.debug({ eventCount: news.eventCount, position: String(news.position) }, 'applied');
      break;
    case 'caught-up':
      logger.info('caught up with the log');
      break;
    case 'dropped':
      logger.info({ builds: news.builds }, 'dropped retired views');
      break;
    case 'another-writer':
      logger.info({ reason: news.reason }, 'reading the pointer and the checkpoint again');
      break;
    case 'holders-unreadable':
      logger.warn({ reason: news.reason }, 'left out of the index of holders');
      break;
    case 'faulted': {
      const { attempts, retryMs } = news;
      logger.error({ attempts, retryMs, reason: reasonOf(news.error) }, 'cannot go on');
      break;
    }
    default:
      news satisfies never;
  }
}

/** The same for the transparency log. */
export function logKeeperNews(logger: Logger, news: KeeperNews): void {
  switch (news.kind) {
    case 'standing-by':
      logger.info('another process keeps the transparency log; standing by');
      break;
    case 'active':
      logger.info({ leaves: news.size }, 'keeping the transparency log');
      break;
    case 'grown':
      logger.debug({ leaves: news.size }, 'leaves added');
      break;
    case 'signed':
      logger.debug({ leaves: news.size }, 'head signed');
      break;
    case 'map-recorded':
      logger.debug({ leaves: news.size }, 'root of the serial map recorded');
      break;
    case 'map-differs':
      logger.error(
        { event: `MapRootRecorded serial-map@${news.revision}` },
        'a root of the serial map is not that of the events before it: run liushui verify',
      );
      break;
    case 'begun-anew':
      logger.warn('the event store is another one or was put back; tiles are made anew');
      break;
    case 'not-signing':
      logger.error({ reason: news.reason }, 'no head of the transparency log is signed');
      break;
    case 'faulted':
      logger.error(
        { retryMs: news.retryMs, reason: reasonOf(news.error) },
        'cannot keep the transparency log',
      );
      break;
    default:
      news satisfies never;
  }
}
