/** Text of unknown origin, made harmless for whoever looks at it in a terminal. */

/** Controls steer the terminal, and what turns the direction of writing or breaks lines misleads. */
const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * One line in which every control and every character that turns the direction of writing is
 * spelled out as `\\u` and four digits. The same JSON when it was one line of JSON.
 */
export const printable = (text: string): string =>
  text.replace(steering, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** As `printable`, for text whose line ends are our own. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
