import { useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';

export interface Field {
  readonly text: string;
  /** What the page said last. */
  readonly value: string;
  /** What was told to the page and has not come back as its value, oldest first. */
  readonly told: readonly string[];
}

/** A value that was told from here changes nothing: somebody may have typed on. Another is shown. */
export function arrived(field: Field, value: string): Field {
  if (field.value === value) return field;
  const { text, told } = field;
  const echo = told.indexOf(value);
  if (echo === -1) return { text: value, value, told: [] };
  // What was told before it does not come any more.
  return { text, value, told: told.slice(echo + 1) };
}

/** What the page says already does not come back, nor what was told before it. */
export function tellingOf({ value, told }: Field, text: string): Field {
  if (text === value) return { text, value, told: [] };
  return { text, value, told: text === told.at(-1) ? told : [...told, text] };
}

/**
 * The text of a field that is told to the page, whose address then says it, and that shows what the
 * address says. What was told comes back a moment later, on a slow machine when somebody types on
 * already or has scanned the next: it must not be written over that.
 */
export function useEchoedField(value: string) {
  const [field, setField] = useState<Field>({ text: value, value, told: [] });
  // Once it is drawn and before it can be typed into. While it is drawn would be too early: that may
  // be given up for a key that is pressed meanwhile, and what was set remains.
  useLayoutEffect(() => setField((now) => arrived(now, value)), [value]);
  return {
    text: arrived(field, value).text,
    type: (text: string) => setField((now) => ({ ...now, text })),
    /** What the page is told is shown as it is told, at once: it can be selected then. */
    tell: (text: string) => flushSync(() => setField((now) => tellingOf(now, text))),
    /** Shows what the page says, whatever was typed. */
    reset: () => setField({ text: value, value, told: [] }),
  };
}
