#!/usr/bin/env -S node --max-semi-space-size=64
/**
 * The auditor's command line, built when needed: what it prints shall be its own alone. What it reads
 * of the log is garbage a moment later: with more room for the young it reads a quarter faster.
 */
import '../scripts/require-node.cjs';

const { prepare } = await import('../scripts/prepare.mjs');
const { runProgram } = await import('../scripts/run-program.mjs');

await prepare({ quiet: true });
runProgram('apps/auditor/src/main.js');
