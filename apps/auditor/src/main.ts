/**
 * `liushui`, the auditor's command line: it parses, asks #audit, prints, and answers with an exit
 * code. What it says rests on the events alone; it appends nothing and changes no row.
 */
import { run } from './run';

// Deprecations are for who maintains the libraries used, not for who reads an audit.
process.noDeprecation = true;

void run(process.argv.slice(2), process.stdout, process.stderr, process.env).then((exitCode) => {
  process.exitCode = exitCode;
});
