/**
 * `liushui`, the auditor's command line: it parses, asks #audit, prints, and answers with an exit
 * code. What it says rests on the events alone. It writes only what its command is for: a file, a
 * copy of books in an empty store, a restored backup, views anew.
 */
import { run } from './run';

// Deprecations are for who maintains the libraries used, not for who reads an audit.
process.noDeprecation = true;

void run(process.argv.slice(2), process.stdout, process.stderr, process.env).then((exitCode) => {
  process.exitCode = exitCode;
});
