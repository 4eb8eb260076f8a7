/** What a program writes, kept as text. */
export class Captured {
  text = '';

  readonly write = (chunk: string): boolean => {
    this.text += chunk;
    return true;
  };
}
