import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Where key file and secrets lie. */
  readonly dataFolder: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly firstAdminPassword?: string;
  readonly endsWithParent: boolean;
  readonly logLevel: string;
  /**
   * Addresses or networks whose word about a client's address is taken; this machine's own proxies
   * unless said.
   */
  readonly trustedProxies?: readonly string[];
  /** Where anyone reaches this installation, without a slash at the end: it is printed on papers. */
  readonly publicUrl: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** The message names the variable and says what is wrong with it. */
export class UnusableSetting extends Error {
  override readonly name = 'UnusableSetting';
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new UnusableSetting(`${name} is not set`);
  return value;
}

/** The most that one variable may name. */
const trustedProxiesMax = 16;

function isAddressOrNetwork(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** Everyone (`/0`) is never a proxy: whoever is trusted can claim any address. */
function readTrustedProxies(text: string | undefined): readonly string[] | undefined {
  if (!text) return undefined;
  const named = text.split(',').map((part) => part.trim());
  if (named.length > trustedProxiesMax || !named.every(isAddressOrNetwork)) {
    throw new UnusableSetting(
      `LIUSHUI_TRUSTED_PROXIES must be at most ${trustedProxiesMax} addresses or networks, ` +
        'as 10.0.0.5,10.1.0.0/16',
    );
  }
  return named;
}

const publicUrlLengthMax = 200;

/** An address that papers can carry for years: no query, no user, ASCII only. */
function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '') &&
    url.href.length <= publicUrlLengthMax;
  if (!isPlain) {
    throw new UnusableSetting(
      'LIUSHUI_PUBLIC_URL must be the address that the public reaches, as https://zs.example.cn',
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** @throws UnusableSetting naming the variable that is missing or senseless */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UnusableSetting('PORT is no port');
  const dataFolder = required(env, 'LIUSHUI_DATA');
  if (!isAbsolute(dataFolder)) throw new UnusableSetting('LIUSHUI_DATA must be an absolute path');
  const logLevel = env.LIUSHUI_LOG_LEVEL ?? 'info';
  if (!logLevels.includes(logLevel)) {
    throw new UnusableSetting(`LIUSHUI_LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  }
  const host = env.HOST ?? '127.0.0.1';
  const hostName = isIP(host) === 6 ? `[${host}]` : host;
  return {
    host,
    port,
    dataFolder,
    eventStoreUrl: required(env, 'EVENTSTORE_URL'),
    databaseUrl: required(env, 'DATABASE_URL'),
    firstAdminPassword: env.LIUSHUI_ADMIN_PASSWORD || undefined,
    endsWithParent: env.LIUSHUI_PARENT_WATCH === '1',
    logLevel,
    trustedProxies: readTrustedProxies(env.LIUSHUI_TRUSTED_PROXIES),
    publicUrl: readPublicUrl(env.LIUSHUI_PUBLIC_URL || `http://${hostName}:${port}`),
  };
}
