/**
 * What was typed into a form that is not posted yet, so that it survives a reload and a lost
 * connection. Kept in this tab alone (`sessionStorage`), for the user who typed it, until it is
 * posted or they log out. Nothing about holders ever comes here: forms with their particulars keep
 * nothing.
 */

export interface Draft<Values> {
  readonly values: Values;
  /**
   * Of a post whose answer never came, so that repeating it is recognised; absent while nothing
   * was sent.
   */
  readonly key?: string;
}

const prefix = 'liushui.draft.';
/** Characters of one draft; a longer one lasts as long as the page. */
const lengthMax = 500_000;
/** How long what was typed may wait: who types fast through 1,000 lines writes them twice a second. */
const waitMsMax = 500;

/** What waits to be kept, of all forms of this tab, by name. */
const waiting = new Map<string, Waiting>();

interface Waiting {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly keep: () => void;
}

function forgetWaiting(name: string): void {
  clearTimeout(waiting.get(name)?.timer);
  waiting.delete(name);
}

export class Drafts {
  /** A browser may forbid storage: then drafts last as long as the page. */
  constructor(private readonly storage: Storage | undefined) {}

  read<Values>(name: string): Draft<Values> | undefined {
    this.keepWaiting(name);
    try {
      const text = this.storage?.getItem(prefix + name);
      return text ? (JSON.parse(text) as Draft<Values>) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Within half a second, with what was typed until then, or as soon as `keepWaiting` is called. */
  keepSoon<Values>(name: string, draft: Draft<Values>): void {
    const keep = () => this.keep(name, draft);
    const timer = waiting.get(name)?.timer ?? setTimeout(() => this.keepWaiting(name), waitMsMax);
    waiting.set(name, { timer, keep });
  }

  /** At once, before the page or the form goes. */
  keepWaiting(name: string): void {
    waiting.get(name)?.keep();
  }

  keep<Values>(name: string, draft: Draft<Values>): void {
    forgetWaiting(name);
    const text = JSON.stringify(draft);
    try {
      if (text.length > lengthMax) this.storage?.removeItem(prefix + name);
      else this.storage?.setItem(prefix + name, text);
    } catch {
      // A full or forbidden storage must not keep anyone from posting.
    }
  }

  drop(name: string): void {
    forgetWaiting(name);
    try {
      this.storage?.removeItem(prefix + name);
    } catch {
      // As above.
    }
  }
}

function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

export const draftsOfThisTab = (): Drafts => new Drafts(tabStorage());

/** When somebody logs out, whoever comes next finds nothing; their own drafts may stay. */
export function forgetDrafts({ butOf }: { readonly butOf?: string } = {}): void {
  const isKept = (name: string) => butOf !== undefined && name.startsWith(`${butOf}/`);
  for (const name of [...waiting.keys()]) if (!isKept(name)) forgetWaiting(name);
  try {
    for (const key of Object.keys(sessionStorage)) {
      const isDraft = key.startsWith(prefix);
      if (isDraft && !isKept(key.slice(prefix.length))) sessionStorage.removeItem(key);
    }
  } catch {
    // There is nothing to forget where storage is forbidden.
  }
}
