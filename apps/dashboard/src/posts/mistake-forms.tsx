/** Issues that were recorded wrongly: the sheets set right, or the issue voided (C12). */
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Api, answerOf, useApi } from '../api/client';
import { type Cause, CauseField } from './causes';
import { CertificateGlance } from './certificate-glance';
import { OccurredOnField, ReasonField, TextField, useRequired } from './fields';
import { given } from './given';
import { PostForm } from './post-form';
import { serialAfter, tidied } from './ranges';
import { useTypeInto } from './typing';
import { today, useBookCentre } from './use-book';

interface VoidValues {
  readonly occurredOn: string;
  readonly certificateNumber: string;
  readonly sheet: 'in-hand' | 'not-found';
  readonly cause: Cause;
  readonly reason: string;
}

export function VoidIssueForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const initial: VoidValues = {
    occurredOn: today(),
    certificateNumber: '',
    sheet: 'in-hand',
    cause: 'misprint',
    reason: '',
  };
  return (
    <PostForm
      kind="void-issue"
      initial={initial}
      toBody={(values) => ({
        ...values,
        certificateNumber: tidied(values.certificateNumber),
        reason: values.reason.trim(),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/issue-voids', { params: { path: { code }, ...how }, body })
      }
    >
      <NumberWithGlance />
      <Form.Item required name="sheet" label={t('posts.mistake.sheet')}>
        <Radio.Group
          options={(['in-hand', 'not-found'] as const).map((value) => ({
            value,
            label: t(`posts.mistake.sheets.${value}`),
          }))}
        />
      </Form.Item>
      <CauseField />
      <ReasonField
        name="reason"
        label={t('posts.fields.reason')}
        hint={t('posts.fields.noNames')}
      />
      <OccurredOnField />
    </PostForm>
  );
}

function NumberWithGlance() {
  const { t } = useTranslation();
  const typed = Form.useWatch('certificateNumber', Form.useFormInstance());
  return (
    <>
      <TextField
        name="certificateNumber"
        label={t('trace.certificateNumber')}
        hint={t('posts.certificate.hint')}
        lengthMax={40}
        isSerial
        autoFocus
      />
      <CertificateGlance typed={typed} />
    </>
  );
}

interface CorrectedLine {
  readonly certificateNumber: string;
  readonly recordedSerial: string;
  readonly actualSerial: string;
  readonly recordedSheet?: 'stock' | 'spoiled' | 'missing';
}

interface CorrectValues {
  readonly occurredOn: string;
  readonly lines: CorrectedLine[];
  readonly reason: string;
}

const noLine: CorrectedLine = { certificateNumber: '', recordedSerial: '', actualSerial: '' };
const correctedLinesMax = 1_000;

export function CorrectForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="correct"
      initial={{ occurredOn: today(), lines: [noLine], reason: '' } as CorrectValues}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        reason: values.reason.trim(),
        lines: values.lines.map((line) => ({
          certificateNumber: tidied(line.certificateNumber),
          recordedSerial: tidied(line.recordedSerial),
          actualSerial: tidied(line.actualSerial),
          ...(line.recordedSheet ? { recordedSheet: line.recordedSheet } : {}),
        })),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/issue-corrections', {
          params: { path: { code }, ...how },
          body,
        })
      }
      summary={({ lines }) => (
        <ul className="corrections">
          {lines.map((line) => (
            <li key={line.certificateNumber} className="serial">
              {line.certificateNumber}: {line.recordedSerial} → {line.actualSerial}
            </li>
          ))}
        </ul>
      )}
      links={(_, { lines }) => (
        <Link to={`/trace/${tidied(lines[0]?.certificateNumber ?? '')}`}>
          {t('posts.toTrace', { serial: tidied(lines[0]?.certificateNumber ?? '') })}
        </Link>
      )}
    >
      <ShiftTool />
      <CorrectedLines />
      <ReasonField
        name="reason"
        label={t('posts.fields.reason')}
        hint={t('posts.fields.noNames')}
      />
      <OccurredOnField />
    </PostForm>
  );
}

function CorrectedLines() {
  const { t } = useTranslation();
  const required = useRequired();
  const box = <Input className="serial" autoComplete="off" spellCheck={false} maxLength={40} />;
  return (
    <Form.List name="lines">
      {(entries, { add, remove }) => (
        <>
          <ol className="corrected-lines">
            {entries.map(({ key, name }) => (
              <li key={key} className="field-row">
                <Form.Item
                  name={[name, 'certificateNumber']}
                  label={t('trace.certificateNumber')}
                  rules={[required]}
                >
                  {box}
                </Form.Item>
                <Form.Item
                  name={[name, 'recordedSerial']}
                  label={t('posts.mistake.recordedSerial')}
                  rules={[required]}
                >
                  {box}
                </Form.Item>
                <Form.Item
                  name={[name, 'actualSerial']}
                  label={t('posts.mistake.actualSerial')}
                  rules={[required]}
                >
                  {box}
                </Form.Item>
                <Form.Item name={[name, 'recordedSheet']} label={t('posts.mistake.recordedSheet')}>
                  <Select
                    allowClear
                    placeholder={t('posts.mistake.usedByAnother')}
                    options={(['stock', 'spoiled', 'missing'] as const).map((value) => ({
                      value,
                      label: t(`posts.mistake.recordedSheets.${value}`),
                    }))}
                  />
                </Form.Item>
                {entries.length > 1 && (
                  <Button type="text" size="small" onClick={() => remove(name)}>
                    {t('posts.lines.remove', { number: name + 1 })}
                  </Button>
                )}
              </li>
            ))}
          </ol>
          {entries.length < correctedLinesMax && (
            <Button size="small" onClick={() => add(noLine)}>
              {t('posts.lines.add')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  );
}

/** The serial that a certificate is recorded with; undefined when there is none. */
async function recordedFor(api: Api, number: string): Promise<string | undefined> {
  const call = api.GET('/api/v1/certificates/{number}', { params: { path: { number } } });
  const certificate = await answerOf(call).catch(() => undefined);
  return certificate?.serial ?? undefined;
}

const shiftedMax = 100;

/**
 * The usual mistake: from one certificate on every sheet was the next one. Reads what is recorded
 * and proposes the lines, to be looked through.
 */
function ShiftTool() {
  const { t } = useTranslation();
  const api = useApi();
  const typeInto = useTypeInto();
  const [numbers, setNumbers] = useState('');
  const [places, setPlaces] = useState('1');
  const [isReading, setReading] = useState(false);
  const read = async () => {
    setReading(true);
    const wanted = numbers
      .split(/[\s,，、]+/)
      .map(tidied)
      .filter((text) => text !== '');
    const lines: CorrectedLine[] = [];
    for (const certificateNumber of wanted.slice(0, shiftedMax)) {
      const recordedSerial = (await recordedFor(api, certificateNumber)) ?? '';
      const actualSerial = serialAfter(recordedSerial, Number(given(places) ?? '0')) ?? '';
      lines.push({ certificateNumber, recordedSerial, actualSerial });
    }
    setReading(false);
    if (lines.length > 0) typeInto('lines', sheetsLeft(lines));
  };
  return (
    <details className="shift-tool">
      <summary>{t('posts.mistake.shift')}</summary>
      <p className="quiet">{t('posts.mistake.shiftHint', { max: shiftedMax })}</p>
      <div className="field-row">
        <label htmlFor="shifted-numbers">
          {t('posts.mistake.numbers')}
          <Input.TextArea
            id="shifted-numbers"
            className="serial"
            value={numbers}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={({ target }) => setNumbers(target.value)}
          />
        </label>
        <label htmlFor="shifted-places">
          {t('posts.mistake.places')}
          <Input
            id="shifted-places"
            type="number"
            value={places}
            onChange={({ target }) => setPlaces(target.value)}
          />
        </label>
      </div>
      <Button size="small" loading={isReading} onClick={() => void read()}>
        {t('posts.mistake.fill')}
      </Button>
    </details>
  );
}

/** A sheet that no other line really used goes back to stock, unless the clerk says otherwise. */
function sheetsLeft(lines: readonly CorrectedLine[]): CorrectedLine[] {
  const used = new Set(lines.map(({ actualSerial }) => actualSerial));
  return lines.map((line) =>
    used.has(line.recordedSerial) ? line : { ...line, recordedSheet: 'stock' },
  );
}
