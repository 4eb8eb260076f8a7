/**
 * Speaking to a person in front of a terminal: tables whose columns align in Chinese too, progress
 * as a bar where it can be redrawn and as plain lines where it cannot, the language of the
 * environment.
 *
 * What always holds: what is written is text for people, never the result itself, so that whoever
 * pipes a program's output gets the result alone. It must not know what is being shown.
 */
export { type Language, languageOf, type Phrase, spoken } from './language';
export { printable, printableLines } from './printable';
export { type Output, Progress, type ProgressUnit } from './progress';
export { type Cell, displayWidth, formatTable } from './table';
