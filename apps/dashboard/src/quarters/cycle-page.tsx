import Skeleton from 'antd/es/skeleton';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router-dom';
import { today } from '../language/format';
import { type Powers, usePowers } from '../session/powers';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { ApplicationSection } from './application-section';
import { FeeShareSection } from './fee-share-section';
import { PapersSection } from './papers-section';
import { QuarterPicker, useQuarterName } from './quarter-picker';
import { ReturnSection } from './return-section';
import { ReviewSection } from './review-section';
import { StepsLine } from './steps-line';
import { useOutlook, useQuarter } from './use-quarter';
import '../styles/ledger.css';
import './quarters.css';

interface Place {
  readonly code: string;
  readonly quarter: string;
}

/** The browser jumps to a part of the page before that part is there. */
function useJump(isReady: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (isReady && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [isReady, hash]);
}

function Cycle({ code, quarter, powers }: Place & { readonly powers: Powers }) {
  const { data, error, refetch, isFetching } = useQuarter(code, quarter);
  const outlook = useOutlook(code, quarter);
  const isReady = data !== undefined && !outlook.isPending;
  useJump(isReady);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const shown = { quarter: data, powers, outlook: outlook.data };
  return (
    <>
      <section className="panel">
        <StepsLine quarter={data} />
      </section>
      {outlook.error && <ProblemNotice error={outlook.error} onRetry={outlook.refetch} />}
      <ReviewSection {...shown} />
      <ReturnSection {...shown} />
      <ApplicationSection {...shown} today={today()} />
      <FeeShareSection quarter={data} powers={powers} />
      <PapersSection quarter={data} powers={powers} />
    </>
  );
}

/** One centre's quarter: return, application, sign-offs, review, and what was sent on it. */
export function CyclePage() {
  const { t } = useTranslation();
  const { centre = '', quarter = '' } = useParams();
  const powers = usePowers();
  const navigate = useNavigate();
  const nameOf = useQuarterName();
  const name = powers?.centres.get(centre)?.name ?? centre;
  usePageTitle(`${name} ${quarter}`);
  if (!powers) return <Skeleton active />;
  const isTop = powers.centres.get(centre)?.parent === undefined;
  const parent = powers.centres.get(powers.centres.get(centre)?.parent ?? '');
  return (
    <>
      <div className="page-head">
        <div>
          {parent && (
            <Link to={`/quarters?province=${parent.code}&quarter=${quarter}`}>
              ← {t('quarters.backToBoard')}
            </Link>
          )}
          <h1>{name}</h1>
          <p className="quiet">{t('quarters.cycleOf', { quarter: nameOf(quarter) })}</p>
        </div>
        <QuarterPicker
          quarter={quarter}
          onChange={(next) => void navigate(`/quarters/${centre}/${next}`)}
        />
      </div>
      {powers.centres.has(centre) && isTop ? (
        <section className="panel empty">
          <p>{t('quarters.topApplies')}</p>
        </section>
      ) : (
        // Another centre or quarter is another paper: nothing that was typed goes over to it.
        <Cycle key={`${centre}/${quarter}`} code={centre} quarter={quarter} powers={powers} />
      )}
    </>
  );
}
