import { useState } from 'react';
import { Refused, readProblem } from '../api/problem';
import { useSession } from '../session/use-session';

/** So long a tab or a download has to take what it is given. */
const keptMs = 60_000;

async function read(fetched: Promise<Response>): Promise<Response> {
  const response = await fetched;
  if (response.ok) return response;
  throw new Refused(readProblem(response.status, await response.json().catch(() => undefined)));
}

function addressOf(content: Blob): string {
  const address = URL.createObjectURL(content);
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
  return address;
}

export interface Paper {
  readonly isFetching: boolean;
  readonly error: unknown;
  /** Opens a page of A4 in a tab of its own, from where it is printed. */
  readonly open: (path: string) => Promise<void>;
  /** Keeps a file under a name; answers the headers it came with, undefined when it did not. */
  readonly keep: (path: string, name: string) => Promise<Headers | undefined>;
}

/** Pages and files that the API makes: fetched with the session, which no link would send. */
export function usePaper(): Paper {
  const session = useSession();
  const [isFetching, setFetching] = useState(false);
  const [error, setError] = useState<unknown>();
  const fetchPath = async (path: string): Promise<Response> => {
    setFetching(true);
    setError(undefined);
    try {
      return await read(session.fetch(new Request(new URL(path, location.origin))));
    } catch (failure) {
      setError(failure);
      throw failure;
    } finally {
      setFetching(false);
    }
  };
  const open = async (path: string) => {
    // At once: a tab that is opened later is taken for an advertisement.
    const tab = window.open('', '_blank');
    try {
      const response = await fetchPath(path);
      const address = addressOf(await response.blob());
      if (tab) tab.location.replace(address);
      else location.assign(address);
    } catch {
      tab?.close();
    }
  };
  const keep = async (path: string, name: string) => {
    try {
      const response = await fetchPath(path);
      const link = document.createElement('a');
      link.href = addressOf(await response.blob());
      link.download = name;
      link.click();
      return response.headers;
    } catch {
      return undefined;
    }
  };
  return { isFetching, error, open, keep };
}
