/** The consignment that a page is about: read, chosen, and told. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Skeleton from 'antd/es/skeleton';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { ProblemNotice } from '../shell/problem-notice';
import { Facts } from '../trace/facts';
import type { SerialRange } from './ranges';
import { RangeWords } from './summary';
import { useBookCentre } from './use-book';

export type Consignment = Schemas['ConsignmentDto'];
type Status = Consignment['status'];

/** The API's largest page; a centre that has more under way at once reads the journal. */
const consignmentsMax = 1_000;

/** Of a centre and those below it, newest first. */
export const consignmentsQuery = (api: Api, centre: string, status: Status) =>
  queryOptions({
    queryKey: ['consignments', centre, status],
    queryFn: async ({ signal }) => {
      const query = { centre, status, limit: consignmentsMax };
      const page = await answerOf(api.GET('/api/v1/consignments', { params: { query }, signal }));
      return page.items;
    },
    enabled: centre !== '',
    meta: showing('consignment'),
  });

/** Every serial that was sent. */
export const sentIn = ({ lots }: Consignment): SerialRange[] =>
  lots.flatMap(({ ranges }) => ranges);

export function ConsignmentFacts({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useTranslation();
  const { day, number } = useFormat();
  return (
    <>
      <Facts
        facts={[
          [t('posts.consignment.number'), consignment.consignment],
          [t('posts.consignment.from'), consignment.fromName],
          [t('posts.consignment.to'), consignment.toName],
          [t('posts.consignment.sentOn'), day(consignment.dispatchedOn)],
          [t('posts.consignment.handedOverBy'), consignment.handedOverBy],
          [t('posts.consignment.quantity'), number(consignment.quantity)],
          [t('posts.consignment.refusal'), consignment.refusalReason ?? undefined],
        ]}
      />
      <ul className="lots">
        {consignment.lots.map(({ level, edition, ranges }) => (
          <li key={`${level} ${edition}`}>
            <span className="lot-kind">
              {t(`levels.L${level}`)} · {edition}
            </span>
            <RangeWords ranges={ranges} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface Properties {
  readonly status: Status;
  /** Whether the user's centre is to receive it, or has sent it. */
  readonly as: 'to' | 'from';
  readonly path: 'receive' | 'refuse' | 'take-back';
  readonly children: (consignment: Consignment) => ReactNode;
}

/** Shows the page for the consignment in the address, or lets one be chosen. */
export function OfConsignment({ status, as, path, children }: Properties) {
  const { t } = useTranslation();
  const { subject } = useParams();
  const centre = useBookCentre();
  // Once it is answered it is no longer in the list, and the page still has to say what was recorded.
  const begun = useRef<Consignment>(undefined);
  const { data, error, refetch, isFetching } = useQuery(
    consignmentsQuery(useApi(), centre, status),
  );
  const problem = error && (
    <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />
  );
  if (!data) return problem ?? <Skeleton active />;
  const own = data.filter((consignment) => consignment[as] === centre);
  const chosen = own.find(({ consignment }) => consignment === subject) ?? begun.current;
  if (chosen && chosen.consignment === subject) {
    begun.current = chosen;
    return children(chosen);
  }
  if (problem) return problem;
  return (
    <>
      <div className="page-head">
        <h1>{t(`posts.kinds.${path}.title`)}</h1>
        <Link to="/desk">{t('posts.toDesk')}</Link>
      </div>
      {subject !== undefined && (
        <Alert
          type="info"
          role="status"
          showIcon
          title={t('posts.consignment.gone', { consignment: subject })}
        />
      )}
      <section className="panel">
        <h2>{t(`posts.consignment.choose.${path}`)}</h2>
        {own.length === 0 && <p className="quiet">{t(`posts.consignment.none.${path}`)}</p>}
        <ul className="choices">
          {own.map((consignment) => (
            <li key={consignment.consignment}>
              <Link to={`/posts/${path}/${consignment.consignment}`}>
                <ConsignmentLine consignment={consignment} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** One line: from where, how many, since when. */
export function ConsignmentLine({ consignment }: { readonly consignment: Consignment }) {
  const { t } = useTranslation();
  const { day, number } = useFormat();
  const { fromName, toName, quantity, dispatchedOn } = consignment;
  return (
    <>
      {t('posts.consignment.line', {
        consignment: consignment.consignment,
        from: fromName,
        to: toName,
        blanks: number(quantity),
        day: day(dispatchedOn),
      })}
    </>
  );
}

export interface WithConsignment {
  readonly consignment: Consignment;
}
