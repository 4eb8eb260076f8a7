import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';
import { Facts } from './facts';
import { NotTraced } from './not-traced';
import { SerialTrace } from './serial-trace';
import { useCertificate } from './use-trace';

type Paper = Schemas['PaperDto'];

function PaperLine({ paper }: { readonly paper: Paper }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { serial, status, occurredOn, replacement } = paper;
  const notice = replacement?.lossNotice;
  return (
    <li>
      <Link className="serial" to={`/trace/${serial}`}>
        {serial}
      </Link>
      <span className={`badge is-paper-${status}`}>{t(`trace.paperStatus.${status}`)}</span>
      <span>{t('trace.printed', { day: day(occurredOn) })}</span>
      {replacement && (
        <span className="quiet">
          {notice
            ? t('trace.replacedLost', {
                serial: replacement.replacedSerial,
                newspaper: notice.newspaper,
                day: day(notice.publishedOn),
              })
            : t('trace.replacedDamaged', { serial: replacement.replacedSerial })}
        </span>
      )}
    </li>
  );
}

/** Whom it names: only what the reader needs to tell two people of one name apart. */
function useHolderFacts(holder: Schemas['CertificateDto']['holder']): [string, string][] {
  const { t } = useTranslation();
  if (holder === undefined) return [];
  if (holder === null) return [[t('trace.holder'), t('trace.holderForgotten')]];
  return [[t('trace.holder'), `${holder.name} · …${holder.document.number.slice(-4)}`]];
}

function CertificateCard({ certificate }: { readonly certificate: Schemas['CertificateDto'] }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const { certificateNumber, level, occupation, centre, station, roster, serials } = certificate;
  const occupationText =
    occupation.code === undefined ? occupation.name : `${occupation.name} (${occupation.code})`;
  const holderFacts = useHolderFacts(certificate.holder);
  return (
    <section className="panel traced">
      <div className="traced-head">
        <h2>
          <span className="traced-kind">{t('trace.certificate')}</span>
          <span className="serial">{certificateNumber}</span>
        </h2>
      </div>
      <Facts
        facts={[
          ...holderFacts,
          [t('trace.occupation'), occupationText],
          [t('trace.level'), `${t(`levels.L${level}`)} · ${t(`levelNames.L${level}`)}`],
          [t('trace.issuedBy'), nameOf(centre)],
          [t('trace.station'), nameOf(station)],
          [
            t('trace.roster'),
            t('trace.rosterSigned', { reference: roster.reference, day: day(roster.signedOn) }),
          ],
        ]}
      />
      <h3>{t('trace.papers')}</h3>
      {certificate.serial === null && <p role="status">{t('trace.noPaperInForce')}</p>}
      <ul className="papers">
        {serials.map((paper) => (
          <PaperLine key={paper.serial} paper={paper} />
        ))}
      </ul>
    </section>
  );
}

/** A certificate, the papers that bore its number, and the chain of the one in force or the last. */
export function CertificateTrace({ number }: { readonly number: string }) {
  const { data, error, refetch, isFetching } = useCertificate(number);
  if (error) {
    return <NotTraced kind="certificate" text={number} {...{ error, refetch, isFetching }} />;
  }
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const serial = data.serial ?? data.serials.at(-1)?.serial;
  return (
    <>
      <CertificateCard certificate={data} />
      {serial !== undefined && <SerialTrace serial={serial} />}
    </>
  );
}
