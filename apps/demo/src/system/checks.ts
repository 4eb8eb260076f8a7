/** What the auditor's own program finds in what was loaded, filed as the word of the demo's auditor. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '#engines';

export const checks = ['verify', 'reconcile'] as const;
export type Check = (typeof checks)[number];

const checkMsMax = 300_000;
/** Its verdict, and as what it was filed. */
const lastLinesCount = 2;

interface Place {
  readonly dataDir: string;
  readonly address: string;
  readonly apiKey: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs it as a person would; answers with the last lines that it printed, whatever it found. */
export function runCheck(
  check: Check,
  { dataDir, address, apiKey, env }: Place,
): Promise<readonly string[]> {
  const program = join(projectRoot(), 'dist/apps/auditor/src/main.js');
  const known = { LIUSHUI_DATA: dataDir, LIUSHUI_URL: address, LIUSHUI_API_KEY: apiKey };
  const options = { env: { ...env, ...known }, timeout: checkMsMax };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, check, '--report'], options, (_, stdout, stderr) => {
      const lines = `${stderr}${stdout}`.trimEnd().split('\n');
      resolve(lines.slice(-lastLinesCount));
    });
  });
}
