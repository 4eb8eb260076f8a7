/** Issues that were recorded wrongly: the sheets set right, or the issue voided (C12). */
import Button from 'antd/es/button';
import ConfigProvider from 'antd/es/config-provider';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Api, answerOf, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { today } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import { Facts } from '../trace/facts';
import { type Cause, CauseField } from './causes';
import { CertificateNumberField } from './certificate-glance';
import { OccurredOnField, ReasonField, useRequired } from './fields';
import { given } from './given';
import { PostForm } from './post-form';
import { serialAfter, tidied } from './ranges';
import { useTypeInto } from './typing';
import { useBookCentre } from './use-book';

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
      summary={({ certificateNumber, sheet, cause }) => (
        <Facts
          facts={[
            [t('trace.certificateNumber'), tidied(certificateNumber)],
            [t('posts.mistake.sheet'), t(`posts.mistake.sheets.${sheet}`)],
            [t('posts.fields.cause'), t(`posts.causes.${cause}`)],
          ]}
        />
      )}
    >
      <CertificateNumberField />
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
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a number may be there twice by mistake.
            <li key={index} className="serial">
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
  const box = (autoFocus = false) => (
    <Input
      className="serial"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      autoFocus={autoFocus}
    />
  );
  const focusLine = (index: number) =>
    requestAnimationFrame(() =>
      document.getElementById(`lines_${index}_certificateNumber`)?.focus(),
    );
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
                  {box(entries.length === 1)}
                </Form.Item>
                <Form.Item
                  name={[name, 'recordedSerial']}
                  label={t('posts.mistake.recordedSerial')}
                  rules={[required]}
                >
                  {box()}
                </Form.Item>
                <Form.Item
                  name={[name, 'actualSerial']}
                  label={t('posts.mistake.actualSerial')}
                  rules={[required]}
                >
                  {box()}
                </Form.Item>
                <Form.Item
                  required
                  name={[name, 'recordedSheet']}
                  label={t('posts.mistake.recordedSheet')}
                >
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
            <Button
              size="small"
              className="add-line"
              onClick={() => {
                add(noLine);
                focusLine(entries.length);
              }}
            >
              {t('posts.lines.add')}
            </Button>
          )}
        </>
      )}
    </Form.List>
  );
}

/** The serial that a certificate is recorded with; undefined when it has no paper in force here. */
async function recordedFor(api: Api, number: string): Promise<string | undefined> {
  const call = api.GET('/api/v1/certificates/{number}', { params: { path: { number } } });
  try {
    return (await answerOf(call)).serial ?? undefined;
  } catch (error) {
    if (error instanceof Refused && isNoAnswer.has(error.problem.status)) return undefined;
    throw error;
  }
}

/** No such number, one of another centre's, none. */
const isNoAnswer: ReadonlySet<number> = new Set([400, 403, 404]);
const shiftedMax = 100;

/** Lines for these certificates as if each sheet was so many places further; who has none is left. */
async function shifted(api: Api, numbers: readonly string[], places: number) {
  const lines: CorrectedLine[] = [];
  const left: string[] = [];
  for (const certificateNumber of numbers) {
    const recordedSerial = await recordedFor(api, certificateNumber);
    if (recordedSerial === undefined) left.push(certificateNumber);
    else {
      const actualSerial = serialAfter(recordedSerial, places) ?? '';
      lines.push({ certificateNumber, recordedSerial, actualSerial });
    }
  }
  return { lines: sheetsLeft(lines), left };
}

const noneLeft: readonly string[] = [];

/**
 * The usual mistake: from one certificate on every sheet was the next one. Reads what is recorded
 * and proposes the lines, to be looked through.
 */
function ShiftTool() {
  const { t } = useTranslation();
  const api = useApi();
  const typeInto = useTypeInto();
  const { componentDisabled } = ConfigProvider.useConfig();
  const [numbers, setNumbers] = useState('');
  const [places, setPlaces] = useState('1');
  const [isReading, setReading] = useState(false);
  const [left, setLeft] = useState(noneLeft);
  const [error, setError] = useState<unknown>();
  const wanted = [...new Set(numbers.split(/[\s,，、]+/).map(tidied))].filter(
    (text) => text !== '',
  );
  const isTooMany = wanted.length > shiftedMax;
  const read = async () => {
    setReading(true);
    setError(undefined);
    try {
      const found = await shifted(api, wanted, Number(given(places) ?? '0'));
      setLeft(found.left);
      if (found.lines.length > 0) typeInto('lines', found.lines);
    } catch (failure) {
      setError(failure);
    } finally {
      setReading(false);
    }
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
      <Button
        size="small"
        loading={isReading}
        disabled={componentDisabled || wanted.length === 0 || isTooMany}
        onClick={() => void read()}
      >
        {t('posts.mistake.fill')}
      </Button>
      <div role="status">
        {isTooMany && t('posts.mistake.tooMany', { count: wanted.length, max: shiftedMax })}
        {left.length > 0 && t('posts.mistake.left', { numbers: left.join(t('posts.comma')) })}
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
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
