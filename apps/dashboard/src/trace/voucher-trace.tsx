import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';
import { usePaper } from '../papers/use-paper';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { Facts } from './facts';
import { NotTraced } from './not-traced';
import { useVoucher } from './use-trace';

type Voucher = Schemas['VoucherWithHolderDto'];

interface Moment {
  readonly key: string;
  readonly on: string;
  readonly what: string;
  readonly more?: React.ReactNode;
}

const number = (text: string) => (
  <Link className="serial" to={`/trace/${text}`}>
    {text}
  </Link>
);

/** What befell the voucher, oldest first. */
function useLife({ occurredOn, replaces, expiresOn, ended, status }: Voucher): Moment[] {
  const { t } = useTranslation();
  const { day } = useFormat();
  const given: Moment = replaces
    ? {
        key: 'given',
        on: occurredOn,
        what: t('trace.voucherReplaces', {
          newspaper: replaces.lossNotice.newspaper,
          day: day(replaces.lossNotice.publishedOn),
        }),
        more: <Link to={`/trace/${replaces.number}?as=voucher`}>{replaces.number}</Link>,
      }
    : { key: 'given', on: occurredOn, what: t('trace.voucherGiven') };
  const life = [given];
  if (status === 'expired') {
    life.push({ key: 'expired', on: expiresOn, what: t('trace.voucherExpired') });
  }
  if (ended) {
    const { replacedBy, serial, reason } = ended;
    life.push({
      key: 'ended',
      on: ended.on,
      what: t(`trace.voucherEnded.${endOf(status)}`),
      more: (
        <>
          {serial !== undefined && number(serial)}
          {replacedBy !== undefined && (
            <Link to={`/trace/${replacedBy}?as=voucher`}>{replacedBy}</Link>
          )}
          {reason}
        </>
      ),
    });
  }
  return life;
}

const endOf = (status: Voucher['status']): 'superseded' | 'replaced' | 'void' =>
  status === 'replaced' || status === 'void' ? status : 'superseded';

function VoucherCard({ voucher }: { readonly voucher: Voucher }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const paper = usePaper();
  const life = useLife(voucher);
  const { voucherNumber, certificateNumber, status, level, occupation, holder, roster } = voucher;
  return (
    <section className="panel traced">
      <div className="traced-head">
        <h2>
          <span className="traced-kind">{t('trace.voucher')}</span>
          <span className="serial">{voucherNumber}</span>
        </h2>
        <span className={`badge is-voucher-${status}`}>{t(`trace.voucherStatus.${status}`)}</span>
        <Button
          className="print-button"
          icon={<PrinterOutlined />}
          loading={paper.isFetching}
          onClick={() => void paper.open(`/api/v1/vouchers/${voucherNumber}/print`)}
        >
          {t('trace.voucherPaper')}
        </Button>
      </div>
      {paper.error !== undefined && <ProblemNotice error={paper.error} />}
      <Facts
        facts={[
          [t('trace.certificateNumber'), number(certificateNumber)],
          [
            t('trace.holder'),
            holder === null
              ? t('trace.holderForgotten')
              : holder && `${holder.name} · …${holder.document.number.slice(-4)}`,
          ],
          [t('trace.occupation'), occupation.name],
          [t('trace.level'), `${t(`levels.L${level}`)} · ${t(`levelNames.L${level}`)}`],
          [t('trace.issuedBy'), nameOf(voucher.centre)],
          [t('trace.station'), nameOf(voucher.station)],
          [
            t('trace.roster'),
            t('trace.rosterSigned', { reference: roster.reference, day: day(roster.signedOn) }),
          ],
          [t('trace.voucherUntil'), day(voucher.expiresOn)],
        ]}
      />
      <h3>{t('trace.voucherLife')}</h3>
      <ol className="papers">
        {life.map(({ key, on, what, more }) => (
          <li key={key}>
            <time dateTime={on}>{day(on)}</time>
            <span>{what}</span>
            {more}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A voucher's life; what became of its certificate is a link away. */
export function VoucherTrace({ voucher }: { readonly voucher: string }) {
  const { data, error, refetch, isFetching } = useVoucher(voucher);
  if (error) return <NotTraced kind="voucher" text={voucher} {...{ error, refetch, isFetching }} />;
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />;
  return <VoucherCard voucher={data} />;
}
