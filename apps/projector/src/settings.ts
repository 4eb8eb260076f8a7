import { isAbsolute } from 'node:path';

export interface Settings {
  /** Where the key file lies. */
  readonly dataFolder: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly endsWithParent: boolean;
  readonly logLevel: string;
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

/** @throws UnusableSetting naming the variable that is missing or senseless */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const logLevel = env.LIUSHUI_LOG_LEVEL ?? 'info';
  if (!logLevels.includes(logLevel)) {
    throw new UnusableSetting(`LIUSHUI_LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  }
  const dataFolder = required(env, 'LIUSHUI_DATA');
  if (!isAbsolute(dataFolder)) throw new UnusableSetting('LIUSHUI_DATA must be an absolute path');
  return {
    dataFolder,
    eventStoreUrl: required(env, 'EVENTSTORE_URL'),
    databaseUrl: required(env, 'DATABASE_URL'),
    endsWithParent: env.LIUSHUI_PARENT_WATCH === '1',
    logLevel,
  };
}
