import { createContext, useContext } from 'react';

/**
 * Puts a value into a field as if it had been typed: a form tells nobody of values that are set by
 * a program, and what was judged before would still seem to be judged.
 */
export type TypeInto = (name: string, value: unknown) => void;

export const TypeIntoContext = createContext<TypeInto>(() => {
  throw new Error('no form above this component');
});

export const useTypeInto = (): TypeInto => useContext(TypeIntoContext);
