/** Where a check of the domain can be switched off, and the source with it switched off. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const NOTHING = /^\s*\{?\s*(return( \[\]| undefined)?|continue|break);?\s*\}?\s*$/;
const REFUSES = /refus|found|code:|judge|tooEarly/i;

/** One for each check of the file, with the text of the file as it is now. */
export function mutantsOf(file) {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants = [];
  const add = (node, replacement, what) => {
    const from = node.getStart(source);
    const line = source.getLineAndCharacterOfPosition(from).line + 1;
    mutants.push({ file, text, line, from, to: node.getEnd(), with: replacement, what });
  };
  const visit = (node) => {
    for (const [target, replacement, what] of changesOf(node, source))
      add(target, replacement, what);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** The source with one check switched off; types are kept, so that only the check is gone. */
export function mutated({ text, from, to, with: replacement }) {
  return text.slice(0, from) + replacement + text.slice(to);
}

function changesOf(node, source) {
  const textOf = (one) => one.getText(source);
  if (ts.isIfStatement(node)) {
    const condition = textOf(node.expression);
    const body = textOf(node.thenStatement);
    // Who leaves early with nothing skips a check: here it is always skipped.
    if (NOTHING.test(body) && refusesAfter(node, source)) {
      return [[node.expression, `true || (${condition})`, `always: if (${condition})`]];
    }
    if (REFUSES.test(body)) {
      return [[node.expression, `false && (${condition})`, `never: if (${condition})`]];
    }
  }
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [textOf(node.whenTrue), textOf(node.whenFalse)];
    const condition = textOf(node.condition);
    const isNothing = (text) => text === '[]' || text === 'undefined';
    if (isNothing(yes) && REFUSES.test(no)) {
      return [[node.condition, `true || (${condition})`, `always: ${condition} ? nothing`]];
    }
    if (isNothing(no) && REFUSES.test(yes)) {
      return [[node.condition, `false && (${condition})`, `never: ${condition} ? refusal`]];
    }
  }
  if (ts.isSpreadElement(node) && /^judge/.test(textOf(node.expression))) {
    const call = textOf(node.expression);
    return [[node, `...(${call}).slice(0, 0)`, `never: ...${call}`]];
  }
  return [];
}

/** Whether a refusal follows in the same block. */
function refusesAfter(node, source) {
  const { statements } = node.parent;
  if (!statements) return false;
  const rest = statements.slice(statements.indexOf(node) + 1);
  return rest.some((statement) => REFUSES.test(statement.getText(source)));
}
