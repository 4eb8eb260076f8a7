/**
 * In which words EPCIS is told what happened: those of the core business vocabulary 2.0 where it
 * has one, else our own, as the standard allows. SPECIFICATION.md, section 11, has the tables.
 */

/** Of all words that are not the standard's. */
export const vocabulary = 'urn:liushui:vocabulary:';
const own = (word: string): string => `${vocabulary}${word}`;

/** `stock` of `stock@52010001`. */
export const kindOf = (account: string): string => account.split('@')[0];

/** By the event's type: what was being done. */
const bizSteps: Readonly<Record<string, string>> = {
  BlanksRegistered: 'commissioning',
  RegistrationReversed: 'decommissioning',
  BlanksDispatched: 'shipping',
  BlanksReceived: 'receiving',
  BlanksTakenBack: 'receiving',
  CertificatesIssued: own('issuing'),
  ReplacementPrinted: 'replacing',
  IssueCorrected: 'inspecting',
  IssueVoided: 'inspecting',
  SerialsSpoiled: 'inspecting',
  SpoilageReversed: 'inspecting',
  SerialDestroyed: 'destroying',
  SerialsReportedMissing: 'stock_taking',
  SerialsRecovered: 'stock_taking',
};

/** By the kind of account it went to: in which state that left it. */
const dispositions: Readonly<Record<string, string>> = {
  origin: 'inactive',
  stock: 'active',
  transit: 'in_transit',
  issued: own('issued'),
  void: own('void'),
  spoiled: 'damaged',
  missing: 'unknown',
  destroyed: 'destroyed',
};

/** Whoever finds nothing takes stock, however the book came to know of it. */
export function bizStepOf(type: string, to: string): string {
  if (kindOf(to) === 'missing') return 'stock_taking';
  if (type === 'IssueCorrected' && kindOf(to) === 'issued') return own('issuing');
  return wordFor(bizSteps, type);
}

export const dispositionOf = (type: string, to: string): string =>
  type === 'BlanksTakenBack' ? 'returned' : wordFor(dispositions, kindOf(to));

/** Every moving event and account has its word: one without is a fault of this program. */
function wordFor(words: Readonly<Record<string, string>>, key: string): string {
  const word = Object.hasOwn(words, key) ? words[key] : undefined;
  if (word === undefined) throw new Error(`EPCIS has no word for ${key}`);
  return word;
}
