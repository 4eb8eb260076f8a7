/** What a person may set: arguments, and a few variables of the environment. */
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { Output } from '#terminal';
import { WrongUse } from './faults';
import { certificateCountMax, certificateCountMin } from './scenario/scenario';

export interface Settings {
  readonly certificateCount: number;
  readonly seed: string;
  /** Absolute. */
  readonly dataDir: string;
}

const certificateCountDefault = 20_000;

/** Undefined when help was asked for and given. Throws WrongUse. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  output: Output,
): Settings | undefined {
  const command = new Command('npm run demo --')
    .description(
      'Load two years of Guizhou, 2013 and 2014, through the API · 载入贵州 2013–2014 年示例',
    )
    .option('--certificates <count>', 'how many to issue', String(certificateCountDefault))
    .option('--seed <text>', 'another seed, other people and rosters', 'guizhou')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: (text) => output.write(text),
      outputError: () => undefined,
    });
  try {
    command.parse([...args], { from: 'user' });
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault;
    if (fault.exitCode === 0) return undefined;
    throw new WrongUse(fault.message.replace(/^error: /, ''));
  }
  const { certificates, seed } = command.opts<{ certificates: string; seed: string }>();
  return {
    certificateCount: countOf(certificates),
    seed,
    dataDir: resolve(env.LIUSHUI_DATA || 'data'),
  };
}

function countOf(text: string): number {
  const count = Number(text);
  const fits = count >= certificateCountMin && count <= certificateCountMax;
  if (/^[0-9]+$/.test(text) && fits) return count;
  throw new WrongUse(
    `--certificates takes a number from ${certificateCountMin} to ${certificateCountMax}`,
  );
}
