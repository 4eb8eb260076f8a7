import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { useMoment } from '../flow/use-moment';
import { NamesBrought, useCentreNames } from '../stock/use-centres';
import { CustodyTimeline } from './custody-timeline';
import { Facts } from './facts';
import { LookBack } from './look-back';
import { NotTraced } from './not-traced';
import { PrintBar } from './print-bar';
import { ProofPanel } from './proof-panel';
import { RoutePicture } from './route-picture';
import { StatusBadge } from './status-badge';
import { useSerial } from './use-trace';

function SerialCard({ traced }: { readonly traced: Schemas['SerialDto'] }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const { serial, level, edition, status, centre, consignment, certificateNumber } = traced;
  const isUnderWay = status === 'in-transit';
  return (
    <section className="panel traced">
      <div className="traced-head">
        <h2>
          <span className="traced-kind">{t('trace.serial')}</span>
          <span className="serial">{serial}</span>
        </h2>
        <StatusBadge status={status} />
        <PrintBar position={traced.history.at(-1)?.position ?? ''} />
      </div>
      <Facts
        facts={[
          [isUnderWay ? t('trace.whereFrom') : t('trace.where'), nameOf(centre)],
          [t('trace.consignment'), consignment],
          [t('trace.level'), `${t(`levels.L${level}`)} · ${t(`levelNames.L${level}`)}`],
          [t('trace.edition'), edition],
          [
            t('trace.certificateNumber'),
            certificateNumber && (
              <Link className="serial" to={`/trace/${certificateNumber}`}>
                {certificateNumber}
              </Link>
            ),
          ],
        ]}
      />
      <RoutePicture history={traced.history} />
    </section>
  );
}

/** One paper's whole way, as far as it is known at the moment looked back to. */
export function SerialTrace({ serial }: { readonly serial: string }) {
  const at = useMoment();
  const { data, error, refetch, isFetching, isPlaceholderData } = useSerial(serial, at.time);
  return (
    <>
      <LookBack at={at} isAsking={isFetching} />
      {error && <NotTraced kind="serial" text={serial} {...{ at, error, refetch, isFetching }} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 6 }} />}
      {data && !error && (
        <NamesBrought value={data.centreNames}>
          <div className={isPlaceholderData ? 'is-behind panels' : 'panels'}>
            <SerialCard traced={data} />
            <CustodyTimeline history={data.history} />
            <ProofPanel serial={serial} />
          </div>
        </NamesBrought>
      )}
    </>
  );
}
