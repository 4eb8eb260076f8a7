import { createContext, useContext, useMemo } from 'react';
import type { Finding } from '../api/problem';
import { byEntry } from './entry-findings';

/** What the API found wrong with the form at its last check. */
export const FindingsContext = createContext<readonly Finding[]>([]);

/** What is wrong with the entries of a list of the body, by place from 0. */
export function useEntryFindings(list: string): ReadonlyMap<number, readonly Finding[]> {
  const findings = useContext(FindingsContext);
  return useMemo(() => byEntry(findings, list), [findings, list]);
}
