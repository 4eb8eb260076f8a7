import { existsSync } from 'node:fs';
import { Module } from 'node:module';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * Turns this process into a built program, as if Node had been started with it: no process in
 * between that would have to pass signals on or could be killed alone.
 */
export function runProgram(file, args = process.argv.slice(2)) {
  const path = join(root, 'dist', file);
  if (!existsSync(path)) {
    console.error(`There is no ${file.replace(/\.js$/, '')} in this version.`);
    process.exit(2);
  }
  process.argv = [process.argv[0], path, ...args];
  Module.runMain(path);
}
