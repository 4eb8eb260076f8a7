import { useTranslation } from 'react-i18next';
import type { Board, BoardRow, Quarter } from './use-quarter';

/** Which colours a state stands in: good, under way, to look at, wrong, or nothing yet. */
type Tone = 'good' | 'doing' | 'look' | 'bad' | 'none';

const applicationTones: Readonly<Record<Quarter['status'], Tone>> = {
  'not-filed': 'none',
  filed: 'doing',
  signed: 'look',
  approved: 'good',
  returned: 'bad',
  zero: 'none',
};

const returnTones: Readonly<Record<BoardRow['returnStatus'], Tone>> = {
  filed: 'good',
  late: 'look',
  missing: 'bad',
  'not-due': 'none',
  'not-live': 'none',
  closed: 'none',
};

export function Mark({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return <span className={`mark is-${tone}`}>{children}</span>;
}

export function ApplicationMark({ status }: { readonly status: Quarter['status'] }) {
  const { t } = useTranslation();
  return <Mark tone={applicationTones[status]}>{t(`quarters.status.${status}`)}</Mark>;
}

export function ReturnMark({ status }: { readonly status: BoardRow['returnStatus'] }) {
  const { t } = useTranslation();
  return <Mark tone={returnTones[status]}>{t(`quarters.returnStatus.${status}`)}</Mark>;
}

/** How many centres stand where; what nobody is left in is left out. */
export function tally(items: Board['items']) {
  const count = (is: (row: BoardRow) => boolean) => items.filter(is).length;
  return {
    centres: items.length,
    returned: count(({ returnStatus }) => returnStatus === 'filed'),
    late: count(({ returnStatus }) => returnStatus === 'late'),
    missing: count(({ returnStatus }) => returnStatus === 'missing'),
    toReview: count(({ status }) => status === 'signed'),
    approved: count(({ status }) => status === 'approved'),
    zero: count(({ status }) => status === 'zero'),
    withoutManager: count(({ hasManager, closedOn }) => !hasManager && closedOn === undefined),
    granted: items.reduce((sum, { review }) => sum + (review?.granted?.total ?? 0), 0),
    sent: items.reduce((sum, { sent }) => sum + sent.total, 0),
    received: items.reduce((sum, { received }) => sum + received.total, 0),
  };
}
