import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import type { InputRef } from 'antd/es/input';
import Input from 'antd/es/input';
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useEchoedField } from '../form-parts/echoed-field';
import { usePageTitle } from '../shell/page-title';
import { CertificateTrace } from './certificate-trace';
import { mayBeVoucher, readNumber } from './number';
import { RangeTrace } from './range-trace';
import { SerialTrace } from './serial-trace';
import { VoucherTrace } from './voucher-trace';

/**
 * One box for whatever is printed on the paper. After Enter its text is selected, so that the next
 * scan types over it; what was typed is never cleared.
 */
function TraceBox({ traced }: { readonly traced: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const { text, type, tell } = useEchoedField(traced);
  const [isMissing, setMissing] = useState(false);
  useLayoutEffect(() => {
    // Unless the next is typed already.
    if (input.current?.input?.value !== traced) return;
    setMissing(false);
    input.current.focus({ cursor: 'all' });
  }, [traced]);
  const trace = (event: FormEvent) => {
    event.preventDefault();
    const number = readNumber(text);
    setMissing(number.kind === 'empty');
    if (number.kind !== 'empty') {
      tell(number.text);
      void navigate(`/trace/${encodeURIComponent(number.text)}`);
    }
    input.current?.focus({ cursor: 'all' });
  };
  return (
    <search className="panel trace-box">
      <form onSubmit={trace}>
        <label htmlFor="traced-number">{t('trace.label')}</label>
        <div className="trace-row">
          <Input
            id="traced-number"
            ref={input}
            size="large"
            className="serial"
            value={text}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={100}
            allowClear
            status={isMissing ? 'error' : ''}
            aria-invalid={isMissing}
            aria-describedby="traced-number-hint"
            onChange={({ target }) => type(target.value)}
          />
          <Button size="large" type="primary" htmlType="submit">
            {t('trace.submit')}
          </Button>
        </div>
        <p id="traced-number-hint" className="quiet">
          {isMissing && <strong role="alert">{t('trace.missing')} </strong>}
          {t('trace.hint')}
        </p>
      </form>
    </search>
  );
}

function Traced({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const number = readNumber(text);
  if (search.get('as') === 'voucher' && number.kind !== 'empty' && mayBeVoucher(number.text)) {
    return <VoucherTrace key={number.text} voucher={number.text} />;
  }
  switch (number.kind) {
    case 'serial':
      return <SerialTrace key={number.text} serial={number.text} />;
    case 'certificate':
      return <CertificateTrace key={number.text} number={number.text} />;
    case 'range':
      return <RangeTrace key={number.text} from={number.from} to={number.to} />;
    case 'voucher':
      return <VoucherTrace key={number.text} voucher={number.text} />;
    case 'neither':
      return (
        <Alert
          type="warning"
          role="alert"
          showIcon
          className="notice"
          title={t('trace.malformedTitle', { text: number.text })}
          description={t('trace.malformed')}
        />
      );
    case 'empty':
      return (
        <section className="panel empty">
          <h2>{t('trace.startTitle')}</h2>
          <p>{t('trace.start')}</p>
        </section>
      );
    default:
      number satisfies never;
      throw new Error('unknown kind of number');
  }
}

export function TracePage() {
  const { t } = useTranslation();
  const { number = '' } = useParams();
  usePageTitle(number === '' ? t('trace.title') : `${number} · ${t('trace.title')}`);
  return (
    <>
      <div className="page-head">
        <h1>{t('trace.title')}</h1>
      </div>
      <TraceBox traced={number} />
      <Traced text={number} />
    </>
  );
}
