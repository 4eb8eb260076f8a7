/**
 * What all pages of this browser must know of each other's session.
 *
 * A refresh cookie is good for one use, and they share it: whoever sends one a second time ends the
 * session everywhere. So they renew one at a time; and a page that was left while it was renewing,
 * by loading it again for one, is given the time that its answer needs to bring the next cookie.
 */

const loggedInKey = 'liushui.session';
const renewingKey = 'liushui.renewing';
const lockName = 'liushui.refresh';
/** An answer that takes longer than this finds the session ended. */
const answerMsMax = 1_500;
const channelName = 'liushui.session';

/** What a tab tells the others of this browser. */
export type TabNews =
  | { readonly kind: 'left' }
  | { readonly kind: 'begun'; readonly username: string; readonly displayName: string };

/** The other tabs; where a browser offers no channel, they find out when they renew. */
export class Tabs {
  private readonly channel =
    'BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : undefined;

  constructor(onNews: (news: TabNews) => void) {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<TabNews>) => onNews(data));
  }

  tell(news: TabNews): void {
    this.channel?.postMessage(news);
  }
}

/** A browser may forbid storage: then nothing is known of other pages. */
const storage = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key: string, value: string | undefined): void {
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Every visit then asks the API whether there is a session.
    }
  },
};

/** Whether there may be a refresh cookie; only a no is certain. */
export function wasLoggedIn(): boolean {
  try {
    return localStorage.getItem(loggedInKey) !== null;
  } catch {
    return true;
  }
}

export function rememberLoggedIn(isLoggedIn: boolean): void {
  storage.write(loggedInKey, isLoggedIn ? 'yes' : undefined);
}

async function untilLeftRenewalIsOver(): Promise<void> {
  const beganAtMs = Number(storage.read(renewingKey) ?? Number.NaN);
  const restMs = beganAtMs + answerMsMax - Date.now();
  // A clock that was set back must not make anyone wait longer than one answer takes.
  if (restMs > 0 && restMs <= answerMsMax) await new Promise((done) => setTimeout(done, restMs));
}

async function renewAlone<T>(renew: () => Promise<T>): Promise<T> {
  await untilLeftRenewalIsOver();
  storage.write(renewingKey, String(Date.now()));
  try {
    return await renew();
  } finally {
    storage.write(renewingKey, undefined);
  }
}

/** Renews when no other page of this browser does. */
export async function onePageAtATime<T>(renew: () => Promise<T>): Promise<T> {
  // Browsers offer locks only to pages that came over TLS or from this machine.
  if (!('locks' in navigator)) return renewAlone(renew);
  return navigator.locks.request(lockName, () => renewAlone(renew)) as Promise<T>;
}
