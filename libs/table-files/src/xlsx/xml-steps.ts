import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { TableFault } from '../table';

export interface XmlEvents {
  /** `name` without its prefix, which the writing program chose. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

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
  parser.on('opentag', ({ name, attributes }) => events.open?.(localName(name), attributes));
  parser.on('closetag', ({ name }) => events.close?.(localName(name)));
  parser.on('text', (text) => events.text?.(text));
  parser.on('cdata', (text) => events.text?.(text));
  return parser;
}

/**
 * Walks through an XML document as it arrives; after each step the caller may take what its events
 * have gathered.
 *
 * @throws TableFault for XML that is not well-formed, not UTF-8, or has a document type
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
