/**
 * The path of an address, such that its parts can be decoded: in one that somebody typed by hand and
 * that cannot be, each `%` stands for itself.
 */
export function readablePath(path: string): string {
  try {
    // What it gives is asked for: who makes the page smaller would leave out a call for nothing.
    return decodeURIComponent(path) === '' ? '/' : path;
  } catch {
    return path.replaceAll('%', '%25');
  }
}
