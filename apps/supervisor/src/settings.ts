import { resolve } from 'node:path';

/** What a person may set, read once from the environment. */
export interface Settings {
  readonly host: string;
  /** 0 lets the supervisor choose a free one. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly eventStoreUrl?: string;
  readonly databaseUrl?: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: string };

const PORT_MAX = 65_535;

/** Reads the settings; an empty variable counts as unset, as in a compose file. */
export function readSettings(env: NodeJS.ProcessEnv): SettingsResult {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
    return {
      ok: false,
      problem: `PORT must be a number from 0 to ${PORT_MAX}, not "${env.PORT}".`,
    };
  }
  if (env.EVENTSTORE_URL && !/^(esdb|kurrentdb)(\+discover)?:\/\//.test(env.EVENTSTORE_URL)) {
    return { ok: false, problem: 'EVENTSTORE_URL must begin with esdb:// or esdb+discover://.' };
  }
  if (env.DATABASE_URL && !/^postgres(ql)?:\/\//.test(env.DATABASE_URL)) {
    return { ok: false, problem: 'DATABASE_URL must begin with postgres://.' };
  }
  return {
    ok: true,
    settings: {
      host: env.HOST || '127.0.0.1',
      port,
      dataDir: resolve(env.LIUSHUI_DATA || 'data'),
      eventStoreUrl: env.EVENTSTORE_URL || undefined,
      databaseUrl: env.DATABASE_URL || undefined,
    },
  };
}

/** The address that a person or a program on this machine reaches the API at. */
export function reachableAddress(host: string, port: number): string {
  const anywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const name = anywhere[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
