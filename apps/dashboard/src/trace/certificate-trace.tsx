import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { useMoment } from '../flow/use-moment';
import { useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';
import { Facts } from './facts';
import { NotTraced } from './not-traced';
import { SerialTrace } from './serial-trace';
import { useCertificate } from './use-trace';

type Paper = Schemas['PaperDto'];

/** Why the paper came to bear the number, and why it does no more. */
function useGrounds({ replacement, correction, ended, restoredOn }: Paper): string[] {
  const { t } = useTranslation();
  const { day } = useFormat();
  const grounds: string[] = [];
  if (replacement) {
    const { replacedSerial: serial, lossNotice: notice } = replacement;
    if (serial === undefined) grounds.push(replacement.remark);
    else if (notice) {
      const { newspaper, publishedOn } = notice;
      grounds.push(t('trace.replacedLost', { serial, newspaper, day: day(publishedOn) }));
    } else grounds.push(t('trace.replacedDamaged', { serial }));
  }
  if (correction) grounds.push(t('trace.correctedFrom', { serial: correction.recordedSerial }));
  if (ended && ended.event !== 'replaced') {
    const said = { day: day(ended.occurredOn), reason: ended.reason ?? '' };
    grounds.push(t(`trace.ended.${ended.event}`, said));
  }
  if (restoredOn) grounds.push(t('trace.restored', { day: day(restoredOn) }));
  return grounds;
}

function PaperLine({ paper }: { readonly paper: Paper }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { serial, status, occurredOn } = paper;
  const grounds = useGrounds(paper);
  return (
    <li>
      <Link className="serial" to={`/trace/${serial}`}>
        {serial}
      </Link>
      <span className={`badge is-paper-${status}`}>{t(`trace.paperStatus.${status}`)}</span>
      <span>{t('trace.printed', { day: day(occurredOn) })}</span>
      {grounds.map((ground) => (
        <span className="quiet" key={ground}>
          {ground}
        </span>
      ))}
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

/** The roster, or what is known of a certificate older than the book. */
function useCertificateGround({ roster, original }: Schemas['CertificateDto']): [string, string][] {
  const { t } = useTranslation();
  const { day } = useFormat();
  if (roster) {
    const { reference, signedOn } = roster;
    return [[t('trace.roster'), t('trace.rosterSigned', { reference, day: day(signedOn) })]];
  }
  if (!original) return [];
  const { issuedOn, serial = '–' } = original;
  return [[t('trace.original'), t('trace.originalIssued', { serial, day: day(issuedOn) })]];
}

function CertificateCard({ certificate }: { readonly certificate: Schemas['CertificateDto'] }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const { certificateNumber, level, occupation, centre, station, serials } = certificate;
  const ground = useCertificateGround(certificate);
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
          ...ground,
        ]}
      />
      <h3>{t('trace.papers')}</h3>
      {certificate.serial === null && <p role="status">{t('trace.noPaperInForce')}</p>}
      <ul className="papers">
        {serials.map((paper) => (
          <PaperLine key={paper.position} paper={paper} />
        ))}
      </ul>
    </section>
  );
}

/** A certificate, the papers that bore its number, and the chain of the one in force or the last. */
export function CertificateTrace({ number }: { readonly number: string }) {
  const { t } = useTranslation();
  const { isPast } = useMoment();
  const { data, error, refetch, isFetching } = useCertificate(number);
  if (error) {
    return <NotTraced kind="certificate" text={number} {...{ error, refetch, isFetching }} />;
  }
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const serial = data.serial ?? data.serials.at(-1)?.serial;
  return (
    <>
      <CertificateCard certificate={data} />
      {isPast && <p className="panel">{t('trace.certificateNow')}</p>}
      {serial !== undefined && <SerialTrace serial={serial} />}
    </>
  );
}
