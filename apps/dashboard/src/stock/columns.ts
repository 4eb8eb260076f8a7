/** What the table's columns and the chart's bars are: the levels of an account, or the accounts of a level. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { accountColours, levelColours } from '../theme';
import { type Account, accounts, type Figures, type Level, levels } from './stock-tree';

export type Choice =
  | { readonly by: 'level'; readonly account: Account | 'all' }
  | { readonly by: 'account'; readonly level: Level | 'all' };

export interface Column {
  readonly key: string;
  readonly title: string;
  /** A second line of the heading. */
  readonly note?: string;
  readonly colour: string;
  readonly of: (figures: Figures) => number;
}

export interface Columns {
  /** What is shown: the account or the level. */
  readonly what: string;
  readonly columns: readonly Column[];
  readonly sum: (figures: Figures) => number;
}

export function useColumns(choice: Choice): Columns {
  const { t } = useTranslation();
  return useMemo(() => {
    if (choice.by === 'level') {
      const { account } = choice;
      return {
        what: t(`accounts.${account}`),
        columns: levels.map((level) => ({
          key: `level-${level}`,
          title: t(`levels.L${level}`),
          note: t(`levelNames.L${level}`),
          colour: levelColours[level],
          of: (figures) => figures.of(level, account),
        })),
        sum: (figures) => figures.of('all', account),
      };
    }
    const { level } = choice;
    return {
      what: level === 'all' ? t('levels.all') : t(`levels.L${level}`),
      columns: accounts.map((account) => ({
        key: account,
        title: t(`accounts.${account}`),
        colour: accountColours[account],
        of: (figures) => figures.of(level, account),
      })),
      sum: (figures) => figures.of(level, 'all'),
    };
  }, [choice, t]);
}
