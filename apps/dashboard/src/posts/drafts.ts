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

export class Drafts {
  /** A browser may forbid storage: then drafts last as long as the page. */
  constructor(private readonly storage: Storage | undefined) {}

  read<Values>(name: string): Draft<Values> | undefined {
    try {
      const text = this.storage?.getItem(prefix + name);
      return text ? (JSON.parse(text) as Draft<Values>) : undefined;
    } catch {
      return undefined;
    }
  }

  keep<Values>(name: string, draft: Draft<Values>): void {
    const text = JSON.stringify(draft);
    try {
      if (text.length > lengthMax) this.storage?.removeItem(prefix + name);
      else this.storage?.setItem(prefix + name, text);
    } catch {
      // A full or forbidden storage must not keep anyone from posting.
    }
  }

  drop(name: string): void {
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
  const kept = butOf === undefined ? undefined : `${prefix}${butOf}/`;
  try {
    for (const name of Object.keys(sessionStorage)) {
      const isKept = kept !== undefined && name.startsWith(kept);
      if (name.startsWith(prefix) && !isKept) sessionStorage.removeItem(name);
    }
  } catch {
    // There is nothing to forget where storage is forbidden.
  }
}
