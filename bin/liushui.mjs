#!/usr/bin/env node
/** The auditor's command line, built when needed: what it prints shall be its own alone. */
import '../scripts/require-node.cjs';

const { prepare } = await import('../scripts/prepare.mjs');
const { runProgram } = await import('../scripts/run-program.mjs');

await prepare({ quiet: true });
runProgram('apps/auditor/src/main.js');
