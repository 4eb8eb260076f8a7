/** Where the engines of the system are that is to be audited. */
import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join, resolve } from 'node:path';
import { NotJudged, WrongUse } from './exit-codes';

type Environment = Readonly<Record<string, string | undefined>>;

export interface SystemAddresses {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
}

export interface PublishedSystem extends SystemAddresses {
  /** Of the API. */
  readonly address?: string;
}

/**
 * EVENTSTORE_URL and DATABASE_URL where they are set, for the rest what the running system of
 * LIUSHUI_DATA (`./data` unless said) has published. Throws NotJudged when nothing runs there.
 */
export function findSystem(env: Environment): SystemAddresses {
  const { EVENTSTORE_URL: store, DATABASE_URL: database } = env;
  if (store && database) return { eventStoreUrl: store, databaseUrl: database };
  const dataDir = dataFolder(env);
  const published = runningSystem(dataDir);
  if (!published) throw nothingRuns(dataDir);
  return {
    eventStoreUrl: store || published.eventStoreUrl,
    databaseUrl: database || published.databaseUrl,
  };
}

/** As findSystem, for commands that need no database. */
export function findEventStore(env: Environment): string {
  return env.EVENTSTORE_URL || findSystem(env).eventStoreUrl;
}

/**
 * Where the API answers: as given, LIUSHUI_URL, what runs on the data folder, or this machine. Keys
 * are sent there, and whoever is audited writes that folder: what it says leads to this machine only.
 * Throws WrongUse where it leads elsewhere.
 */
export function apiAddress(env: Environment, given: string | undefined): string {
  const said = given || env.LIUSHUI_URL;
  if (said) return said;
  const published = env.PORT ? undefined : runningSystem(dataFolder(env));
  const address = published?.address ?? `http://127.0.0.1:${env.PORT || 3000}`;
  if (isHere(address)) return address;
  const elsewhere = `${address.slice(0, 200)} is not on this machine`;
  throw new WrongUse(`${elsewhere}: if it is the system's address, name it with --url`);
}

/** Whether it leads to this machine alone. */
function isHere(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  const isOwn = isIPv4(hostname) ? hostname.startsWith('127.') : hostname === '[::1]';
  return isOwn || hostname === 'localhost';
}

export const dataFolder = (env: Environment): string => resolve(env.LIUSHUI_DATA || 'data');

export const nothingRuns = (dataDir: string): NotJudged =>
  new NotJudged(
    `no Liushui runs on ${dataDir}: start it with "npm start", or name its engines with EVENTSTORE_URL and DATABASE_URL`,
  );

/** What the running system of a data folder has published; undefined when none runs. */
export function runningSystem(dataDir: string): PublishedSystem | undefined {
  const path = join(dataDir, 'run', 'system.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new NotJudged(`${path} cannot be read (${code}): run as the user who started Liushui`);
  }
  const published = parsePublished(text);
  if (!published) throw new NotJudged(`${path} is damaged: start Liushui again`);
  return isAlive(published.supervisor) ? published : undefined;
}

function parsePublished(text: string): (PublishedSystem & { supervisor: number }) | undefined {
  try {
    const { eventStoreUrl, databaseUrl, address, pids } = JSON.parse(text);
    const { supervisor } = pids;
    const isWhole = isText(eventStoreUrl) && isText(databaseUrl);
    return isWhole && Number.isInteger(supervisor) && supervisor > 0
      ? { eventStoreUrl, databaseUrl, supervisor, ...(isText(address) ? { address } : {}) }
      : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A killed system leaves its file behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
