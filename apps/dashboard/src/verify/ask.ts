/** The public check's question: no session, no token. */
import createClient from 'openapi-fetch';
import { answerOf } from '../api/client';
import type { paths } from '../api/schema';
import { currentLanguage } from '../language/translations';
import { reach } from '../session/session';
import type { Verified } from './judgement';

export interface Question {
  readonly number: string;
  readonly by: 'name' | 'idTail';
  readonly name?: string;
  readonly idTail?: string;
  readonly serial?: string;
}

const api = createClient<paths>({ baseUrl: location.origin, fetch: reach });

/** @throws Refused 400, 429, 503; OutOfReach */
export function ask({ number, by, name, idTail, serial }: Question): Promise<Verified> {
  const fact = by === 'name' ? { name: name?.trim() } : { idTail: idTail?.trim() };
  const paper = serial?.trim() ? { serial: serial.trim() } : {};
  const headers = { 'Accept-Language': currentLanguage() };
  const query = { number: number.trim(), ...fact, ...paper };
  return answerOf(api.GET('/api/v1/public/verify', { params: { query }, headers }));
}
