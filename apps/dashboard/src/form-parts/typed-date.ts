import type { ChangeEvent } from 'react';
import { useEchoedField } from './echoed-field';

/** Digit by digit, a year that is typed begins as one of long ago: 0002, 0020, 0202. */
const isWhole = (date: string): boolean => date === '' || /^(?:19|20)\d{2}-\d{2}/.test(date);

/**
 * Properties of the browser's own field for a day or a month whose every change is answered at
 * once. What the keyboard types is told when its year is whole: told earlier, the answer would clear
 * the field under the fingers.
 */
export function useTypedDate(value: string, tell: (date: string) => void) {
  const field = useEchoedField(value);
  return {
    value: field.text,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      if (!isWhole(target.value)) return field.type(target.value);
      field.tell(target.value);
      tell(target.value);
    },
    onBlur: field.reset,
  };
}
