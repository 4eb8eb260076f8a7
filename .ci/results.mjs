/**
 * What jest told of a run: `failed FILE` names the files of specs to try once more, `sum FOLDER`
 * counts all specs, of those that were tried twice the second time.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** More than these do not fail for being late. */
const TRIED_AGAIN_MAX = 3;
/** Of whole systems, with no cases that are drawn. */
const CAN_BE_LATE = /\.(?:browser|e2e)\.spec\.ts$/;

const filesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).testResults;
const nameOf = ({ name }) => relative(process.cwd(), name);

function failed(path) {
  const names = existsSync(path) ? filesOf(path).filter(hasFailed).map(nameOf) : [];
  const canBeLate = names.every((name) => CAN_BE_LATE.test(name));
  return canBeLate && names.length <= TRIED_AGAIN_MAX ? names : [];
}

const hasFailed = ({ status }) => status === 'failed';

/** A file that could not be run at all has no tests to count, so it counts as one failure itself. */
function countsOf({ status, assertionResults }) {
  const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
  const failedCount = count('failed');
  const isBroken = status === 'failed' && failedCount === 0;
  return { passed: count('passed'), failed: isBroken ? 1 : failedCount };
}

function sum(folder) {
  const last = new Map();
  const reports = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const isAgain = (name) => name.endsWith('-again.json');
  for (const report of [...reports.filter((name) => !isAgain(name)), ...reports.filter(isAgain)]) {
    for (const file of filesOf(join(folder, report))) {
      last.set(nameOf(file), countsOf(file));
      if (isAgain(report)) console.log(`Tried twice: ${nameOf(file)}`);
    }
  }
  const total = { passed: 0, failed: 0 };
  for (const counts of last.values()) {
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

const [command, path] = process.argv.slice(2);
if (command === 'failed') for (const name of failed(path)) console.log(name);
if (command === 'sum') process.exitCode = sum(path);
