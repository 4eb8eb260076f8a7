/** The last months up to one of them, oldest first, as the turnover names them: `2013-04`. */
export function monthsUpTo(last: string, count: number): string[] {
  const number = Number(last.slice(0, 4)) * 12 + Number(last.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const month = number - count + 1 + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
