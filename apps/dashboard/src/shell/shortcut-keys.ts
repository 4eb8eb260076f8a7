/** Which keys lead where: two after each other, so that none is pressed by accident. */
import type { PostKind } from '../posts/kinds';

/** After `g`. */
export const placeKeys = {
  d: '/desk',
  p: '/proposals',
  s: '/stock',
  t: '/trace',
  q: '/quarters',
  v: '/vouchers',
} as const;

/** After `n`. */
export const postKeys: Readonly<Partial<Record<PostKind, string>>> = {
  receive: 'r',
  issue: 'i',
  roster: 'f',
  replace: 'e',
  spoil: 's',
  destroy: 'd',
  count: 'c',
  dispatch: 'x',
  vouchers: 'v',
};

const switchKey = 'liushui.shortcuts';

/** Whoever dictates or uses a switch can turn them off (WCAG 2.1.4). */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(switchKey) !== 'off';
  } catch {
    return true;
  }
}

export function turnShortcuts(isOn: boolean): void {
  try {
    localStorage.setItem(switchKey, isOn ? 'on' : 'off');
  } catch {
    // They stay as they are.
  }
}
