/**
 * Resident identity numbers (N6, GB 11643): 17 digits and a check character, ISO 7064 MOD 11-2.
 * Area codes are not judged: people keep the code of a county that no longer exists.
 */

const residentIdPattern = /^[0-9]{17}[0-9X]$/;
const checkCharacters = '10X98765432';
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 digits. */
export function residentIdCheckCharacter(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return checkCharacters[sum % 11];
}

export function isResidentId(text: string): boolean {
  return residentIdPattern.test(text) && residentIdCheckCharacter(text) === text[17];
}
