/** The API as this page calls it: typed by the OpenAPI document, authorised by the session. */
import createClient, { type Client } from 'openapi-fetch';
import { createContext, useContext } from 'react';
import type { Session } from '../session/session';
import { Refused, readProblem } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Api = Client<paths>;

export function createApi(session: Session): Api {
  return createClient<paths>({ baseUrl: location.origin, fetch: session.fetch });
}

/**
 * The answer's body.
 *
 * @throws Refused for any problem document
 */
export async function answerOf<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Refused(readProblem(response.status, error));
  return data as T;
}

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('no API above this component');
  return api;
}
