/** The file of a month for the national query system was made (Q9). */
import type { Policy } from '../policy';
import { type Decision, refusedBy } from '../refusals';
import type { PlainDate } from '../vocabulary';
import { monthDays, monthlyFileDueOn } from './calendar';
import type { MakeMonthlyFile, QuarterCommand } from './commands';
import type { QuarterEvent } from './events';
import type { QuarterFile } from './quarter-file';

/**
 * Refuses Q9: the month is not over. Made again it is recorded again; late is judged by the first
 * time. `day` is that of the record, or the stated one where paper books are loaded.
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
  const late = known ? known.data.late : day > monthlyFileDueOn(month, policy);
  const data = { month, sha256, layout, rowCount, forgottenCount, countedAt, late };
  return { events: [{ type: 'MonthlyFileMade', data }], warnings: [] };
}
