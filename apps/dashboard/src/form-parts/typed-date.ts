import { type ChangeEvent, useLayoutEffect, useState } from 'react';

/** Digit by digit, a year that is typed begins as one of long ago: 0002, 0020, 0202. */
const isWhole = (date: string): boolean => date === '' || /^(?:19|20)\d{2}-/.test(date);

/**
 * Properties of the browser's own field for a day or a month whose every change is answered at
 * once. What the keyboard types is told when its year is whole: told earlier, the answer would clear
 * the field under the fingers.
 */
export function useTypedDate(value: string, tell: (date: string) => void) {
  const [typed, setTyped] = useState(value);
  // Before it can be typed into: what is typed at once would be lost.
  useLayoutEffect(() => setTyped(value), [value]);
  return {
    value: typed,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      setTyped(target.value);
      if (isWhole(target.value)) tell(target.value);
    },
    onBlur: () => setTyped(value),
  };
}
