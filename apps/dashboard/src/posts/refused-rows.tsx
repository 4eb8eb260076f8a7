import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';

const shownMax = 200;

interface Properties {
  readonly refused: readonly Schemas['RefusedRowDto'][];
  readonly count: number;
}

/** Rows that are not posted, each with all that is wrong with it, as the spreadsheet counts rows. */
export function RefusedRows({ refused, count }: Properties) {
  const { t } = useTranslation();
  if (refused.length === 0) return null;
  const shown = refused.slice(0, shownMax);
  return (
    <section
      className="scrolled refused-rows"
      aria-label={t('posts.file.refusedRows')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('posts.file.row')}</th>
            <th scope="col">{t('posts.file.why')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, errors, message }) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              <td>
                {errors.length === 0 && message}
                {errors.map((error) => (
                  <span key={`${error.path} ${error.code} ${error.message}`} className="row-error">
                    {error.message}
                    {error.rule && (
                      <span className="rule">{t('errors.rule', { rule: error.rule })}</span>
                    )}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > shown.length && (
        <p className="quiet">{t('posts.file.moreRows', { count: count - shown.length })}</p>
      )}
    </section>
  );
}

interface NotesProperties {
  readonly notes: Schemas['FileNotesDto'];
  readonly ignored: readonly string[];
}

/** What of a file is easily overlooked: hidden rows, further sheets, columns nobody reads. */
export function FileNotes({ notes, ignored }: NotesProperties) {
  const { t } = useTranslation();
  const words = [
    ignored.length > 0 && t('posts.file.ignored', { columns: ignored.join(t('posts.comma')) }),
    notes.hiddenRowCount > 0 && t('posts.file.hidden', { count: notes.hiddenRowCount }),
    notes.otherSheets.length > 0 &&
      t('posts.file.sheets', { sheets: notes.otherSheets.join(t('posts.comma')) }),
    notes.skippedRowCount > 0 && t('posts.file.skipped', { count: notes.skippedRowCount }),
  ].filter((text) => text !== false);
  if (words.length === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t('posts.file.notes')}
      description={
        <ul>
          {words.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      }
    />
  );
}
