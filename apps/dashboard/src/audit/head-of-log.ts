/** The first lines of a signed head: whose log, how many events, and the hash of them all. */
export interface HeadLines {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** Undefined for a text that is no head; whether it is signed rightly is the auditor's to verify. */
export function readHead(note: string): HeadLines | undefined {
  const [origin = '', size = '', root = ''] = note.split('\n');
  if (origin === '' || !/^\d{1,15}$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) {
    return undefined;
  }
  return { origin, size: Number(size), root };
}
