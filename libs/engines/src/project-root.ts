import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of our package.json, found upwards from here: sources and built files alike. */
export function projectRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json above ${from}`);
  }
}
