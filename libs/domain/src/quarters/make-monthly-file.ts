/** The file of a month for the national query system was made (Q9). */
import type { Policy } from '../policy';
import { type Decision, refusedBy } from '../refusals';
import type { PlainDate } from '../vocabulary';
import { monthDays, monthlyFileDueOn } from './calendar';
import type { MakeMonthlyFile, QuarterCommand } from './commands';
import type { CountedBook, QuarterEvent } from './events';
import type { QuarterFile } from './quarter-file';

/**
 * Refuses Q9: the month is not over; the file that is known was counted later, be it in one book:
 * of two makers at once the last to be recorded must not hide what the other one told. Made again
 * it is recorded again; late is judged by the first time. `day` is that of the record, or the stated one where paper books are loaded.
 */
export function makeMonthlyFile(
  file: QuarterFile,
  { month, sha256, layout, rowCount, forgottenCount, countedAt }: QuarterCommand<MakeMonthlyFile>,
  policy: Policy,
  day: PlainDate,
): Decision<QuarterEvent> {
  const { to } = monthDays(month);
  if (day <= to) {
    return refusedBy([{ rule: 'Q9', code: 'month-not-over', params: { month, on: to } }]);
  }
  const known = file.monthlyFiles.get(month);
  const ahead = known?.data.countedAt.find((book) => !isReached(book, countedAt));
  if (ahead) {
    const params = { month, centre: ahead.centre, revision: ahead.revision };
    return refusedBy([{ rule: 'Q9', code: 'monthly-file-counted-later', params }]);
  }
  const late = known ? known.data.late : day > monthlyFileDueOn(month, policy);
  const data = { month, sha256, layout, rowCount, forgottenCount, countedAt, late };
  return { events: [{ type: 'MonthlyFileMade', data }], warnings: [] };
}

const isReached = ({ centre, revision }: CountedBook, counted: readonly CountedBook[]): boolean =>
  counted.some((one) => one.centre === centre && BigInt(one.revision) >= BigInt(revision));
