/** When two texts are one. */

/** Spaces, and what no reader sees: format characters, combining joiners and the like. */
const unseen = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
/** The dots that stand between the parts of a name, in the form that NFKC leaves. */
const middleDots = /[\u2022\u2027\u2219\u22c5\u30fb\u0387\uff65]/gu;

/**
 * One form of a name or reference, so that two spellings are not two people or two rosters: NFKC,
 * one middle dot, without spaces and invisible characters, lower case. Empty for what no reader
 * would see at all.
 */
export function sameForm(text: string): string {
  const seen = text.normalize('NFKC').replace(unseen, '');
  return seen.replace(middleDots, '\u00b7').toLowerCase();
}

const plainlySpaced = /^\S+(?: \S+)*$/u;
const unseenCharacter = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Whether a reader sees all of a text: nothing unseen, single blanks inside it and none around. */
export function isPlainText(text: string): boolean {
  return plainlySpaced.test(text) && !unseenCharacter.test(text);
}

const codeLike = /^(?=.*[0-9])[A-Za-z0-9-]{1,20}$/;
const residentIdLike = /^[0-9]{15}([0-9]{2}[0-9Xx])?$/;

/**
 * What a refusal repeats of a text that should have been a serial or number. Columns may have been
 * swapped: what could be a person's name or identity number is not repeated.
 */
export function echoed(text: string): string {
  return codeLike.test(text) && !residentIdLike.test(text) ? text : '…';
}
