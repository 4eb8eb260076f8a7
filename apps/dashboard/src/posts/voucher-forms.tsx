/** A voucher that was lost, or that is wrong (V6). */
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useApi } from '../api/client';
import { today } from '../language/format';
import { Facts } from '../trace/facts';
import { LossNoticeFields, OccurredOnField, ReasonField, TextField } from './fields';
import { PostForm } from './post-form';
import { tidied } from './ranges';
import { useBookCentre } from './use-book';

/** The voucher that the address names is filled in; which one it is stays open to change. */
const useVoucherNumber = (): string => useParams().subject ?? '';

export function VoucherReplaceForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="voucher-replace"
      subject={useVoucherNumber()}
      inAddress="voucher"
      initial={{
        occurredOn: today(),
        voucher: useVoucherNumber(),
        replacementNumber: '',
        lossNotice: { newspaper: '', publishedOn: '' },
      }}
      toBody={({ occurredOn, voucher, replacementNumber, lossNotice }) => ({
        voucher: tidied(voucher),
        body: {
          occurredOn,
          replacementNumber: tidied(replacementNumber),
          lossNotice: {
            newspaper: lossNotice.newspaper.trim(),
            publishedOn: lossNotice.publishedOn,
          },
        },
      })}
      send={({ voucher, body }, how) =>
        api.POST('/api/v1/centres/{code}/vouchers/{voucher}/replacement', {
          params: { path: { code, voucher }, ...how },
          body,
        })
      }
      summary={({ voucher, replacementNumber }) => (
        <Facts
          facts={[
            [t('posts.vouchers.number'), tidied(voucher)],
            [t('posts.vouchers.replacementNumber'), tidied(replacementNumber)],
          ]}
        />
      )}
      links={() => <Link to="/vouchers">{t('posts.vouchers.title')}</Link>}
    >
      <TextField name="voucher" label={t('posts.vouchers.number')} isSerial autoFocus />
      <TextField
        name="replacementNumber"
        label={t('posts.vouchers.replacementNumber')}
        hint={t('posts.vouchers.replacementHint', { code })}
        isSerial
      />
      <LossNoticeFields />
      <OccurredOnField />
    </PostForm>
  );
}

export function VoucherVoidForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="voucher-void"
      subject={useVoucherNumber()}
      inAddress="voucher"
      initial={{ occurredOn: today(), voucher: useVoucherNumber(), reason: '' }}
      toBody={({ occurredOn, voucher, reason }) => ({
        voucher: tidied(voucher),
        body: { occurredOn, reason: reason.trim() },
      })}
      send={({ voucher, body }, how) =>
        api.POST('/api/v1/centres/{code}/vouchers/{voucher}/void', {
          params: { path: { code, voucher }, ...how },
          body,
        })
      }
      summary={({ voucher }) => <Facts facts={[[t('posts.vouchers.number'), tidied(voucher)]]} />}
      links={() => <Link to="/vouchers">{t('posts.vouchers.title')}</Link>}
    >
      <TextField name="voucher" label={t('posts.vouchers.number')} isSerial autoFocus />
      <ReasonField
        name="reason"
        label={t('posts.fields.reason')}
        hint={t('posts.fields.noNames')}
      />
      <OccurredOnField />
    </PostForm>
  );
}
