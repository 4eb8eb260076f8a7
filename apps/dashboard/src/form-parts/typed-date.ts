import { type ChangeEvent, useLayoutEffect, useRef, useState } from 'react';

/** Digit by digit, a year that is typed begins as one of long ago: 0002, 0020, 0202. */
const isWhole = (date: string): boolean => date === '' || /^(?:19|20)\d{2}-/.test(date);

/**
 * Properties of the browser's own field for a day or a month whose every change is answered at
 * once. What the keyboard types is told when its year is whole: told earlier, the answer would clear
 * the field under the fingers.
 */
export function useTypedDate(value: string, tell: (date: string) => void) {
  const [typed, setTyped] = useState(value);
  /** What was told comes back as the value, on a slow machine when somebody types on already. */
  const told = useRef<string[]>([]);
  // Before it can be typed into: what is typed at once would be lost.
  useLayoutEffect(() => {
    const echo = told.current.indexOf(value);
    // What was told before it does not come any more.
    told.current = echo === -1 ? [] : told.current.slice(echo + 1);
    if (echo === -1) setTyped(value);
  }, [value]);
  return {
    value: typed,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      setTyped(target.value);
      if (!isWhole(target.value)) return;
      told.current.push(target.value);
      tell(target.value);
    },
    onBlur: () => {
      told.current = [];
      setTyped(value);
    },
  };
}
