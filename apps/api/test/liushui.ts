import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const source = ['--conditions=source', '--require', './libs/testing/src/run-typescript.cjs'];

/** The command line as a program of its own, which answers with one JSON document. */
export function liushui(args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = [...source, 'apps/auditor/src/main.ts', ...args, '--json'];
  return new Promise<{ exitCode: number; said: Record<string, unknown> }>((resolve, reject) => {
    const given = { cwd: root, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, program, given, (_, stdout, stderr) => {
      try {
        resolve({ exitCode: child.exitCode ?? -1, said: JSON.parse(stdout) });
      } catch {
        reject(new Error(`${stdout}${stderr}`));
      }
    });
  });
}
