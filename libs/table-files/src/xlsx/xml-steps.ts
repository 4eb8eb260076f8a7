import { setImmediate } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { TableFault } from '../table';

export interface XmlEvents {
  /** `name` without its prefix, which the writing program chose. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Of a document: rich text in a cell of a sheet is some eight deep. */
const depthMax = 32;
/** Of one element: those that spreadsheet programs write have a score or two. */
const attributeCountMax = 100;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function parserOf(events: XmlEvents) {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({
    position: false,
    xmlns: false,
  });
  const fail = (): never => {
    throw new TableFault('damaged');
  };
  parser.on('error', fail);
  // Nothing of a workbook declares entities: whatever does is meant to do harm.
  parser.on('doctype', fail);
  // Open elements and their attributes stay in memory until they are closed.
  let depth = 0;
  let attributeCount = 0;
  parser.on('opentagstart', () => {
    depth += 1;
    attributeCount = 0;
    if (depth > depthMax) fail();
  });
  parser.on('attribute', () => {
    attributeCount += 1;
    if (attributeCount > attributeCountMax) fail();
  });
  parser.on('opentag', ({ name, attributes }) => events.open?.(localName(name), attributes));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    events.close?.(localName(name));
  });
  parser.on('text', (text) => events.text?.(text));
  parser.on('cdata', (text) => events.text?.(text));
  return parser;
}

/**
 * Walks through an XML document as it arrives; after each step the caller may take what its events
 * have gathered. Whoever else waits for the event loop has a turn between steps.
 *
 * @throws TableFault for XML that is not well-formed, not UTF-8, or has a document type, more than
 *   32 elements within each other, or an element with more than 100 attributes
 */
export async function* xmlSteps(
  source: AsyncIterable<Buffer>,
  events: XmlEvents,
): AsyncGenerator<void> {
  const parser = parserOf(events);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const step of source) {
    parser.write(decode(utf8, step));
    yield;
    await setImmediate();
  }
  parser.write(decode(utf8)).close();
  yield;
}

/** As `xmlSteps`, for whoever wants nothing before the end. */
export async function walkXml(source: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  for await (const _ of xmlSteps(source, events));
}

function decode(utf8: TextDecoder, step?: Buffer): string {
  try {
    return step ? utf8.decode(step, { stream: true }) : utf8.decode();
  } catch {
    throw new TableFault('damaged');
  }
}
