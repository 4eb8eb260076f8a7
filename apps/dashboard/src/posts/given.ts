/** What was typed, without the spaces around it; undefined when nothing was, so that it is left out. */
export function given(typed: string | undefined): string | undefined {
  const text = typed?.trim() ?? '';
  return text === '' ? undefined : text;
}
