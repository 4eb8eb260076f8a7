import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { type Finding, Refused } from '../api/problem';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { useUnsaved } from '../shell/unsaved';
import { levels } from '../stock/stock-tree';
import type { Witness } from '../witness/witnessing';
import { CarriedWitness, useIsRegistered } from './carried-witness';
import { filled, StatedDay } from './stated-day';
import { emptyRow, isEmpty, readCount, readLevel, readRows, type TypedRow } from './typed-rows';
import { TypedTable } from './typed-table';
import type { Outlook, Quarter } from './use-quarter';

interface Properties {
  readonly quarter: Quarter;
  readonly outlook: Outlook | undefined;
  readonly onFiled: (warnings: readonly Finding[]) => void;
  readonly onCancel: () => void;
}

interface Signing {
  readonly signedBy?: string;
  readonly signedOn?: string;
  readonly occurredOn?: string;
}

const rowsAtFirst = 5;

function rowsOf({ return: filed }: Quarter): TypedRow[] {
  if (!filed?.rows.length) return Array.from({ length: rowsAtFirst }, () => emptyRow);
  return filed.rows.map(({ occupation, level, assessed, passed }) => ({
    name: occupation.name,
    code: occupation.code ?? '',
    level: String(level),
    assessed: String(assessed),
    passed: String(passed),
  }));
}

/** What the rows say passed, beside what the signed rosters of the quarter say. */
export function PassedCheck({
  rows,
  outlook,
}: {
  readonly rows: readonly TypedRow[];
  readonly outlook: Outlook | undefined;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <ul className="passed-check" aria-live="polite">
      {levels.map((level) => {
        const passed = rows
          .filter((row) => readLevel(row.level) === String(level))
          .reduce((sum, row) => sum + (readCount(row.passed) ?? 0), 0);
        const rosters = outlook?.rostersPassed[level];
        const differs = rosters !== undefined && rosters !== passed;
        return (
          <li key={level} className={differs ? 'wrong' : 'quiet'}>
            {t('quarters.passedCheck', {
              level: t(`levels.L${level}`),
              passed: number(passed),
              rosters: rosters === undefined ? '…' : number(rosters),
            })}
          </li>
        );
      })}
    </ul>
  );
}

/** The table of the return: refusals of a row stand below it, those of the signing at their field. */
export function ReturnForm({ quarter, outlook, onFiled, onCancel }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const [form] = Form.useForm<Signing>();
  const [rows, setRows] = useState<readonly TypedRow[]>(() => rowsOf(quarter));
  const [isNil, setNil] = useState(quarter.return?.rows.length === 0);
  const [isTried, setTried] = useState(false);
  const [isTouched, setTouched] = useState(false);
  useUnsaved(isTouched);
  const [places, setPlaces] = useState<readonly number[]>([]);
  const { send, isSending, error, forgive } = useSubmission();
  const [witness, setWitness] = useState<Witness>();
  const isRegistered = useIsRegistered(quarter.centre);
  const formId = useId();
  const read = useMemo(() => readRows(rows), [rows]);
  const wrong = useMemo(() => {
    const found = new Map<number, string[]>();
    if (isTried) {
      for (const [index, missing] of read.missing) {
        const names = missing.map((column) => t(`quarters.column.${column}`));
        found.set(index, [t('quarters.rowLacks', { columns: names.join(t('quarters.and')) })]);
      }
    }
    for (const { path, message } of refusedRows(error)) {
      const index = places[Number(path?.split('/')[2])];
      if (index !== undefined) found.set(index, [...(found.get(index) ?? []), message]);
    }
    return found;
  }, [read, isTried, error, places, t]);
  const change = (changed: readonly TypedRow[]) => {
    setTouched(true);
    setRows(changed);
    forgive();
  };
  const file = async (signing: Signing) => {
    setTried(true);
    if (read.missing.size > 0 || (read.rows.length === 0 && !isNil)) return;
    setPlaces(read.places);
    const { centre: code, statisticalQuarter } = quarter;
    const body = {
      rows: read.rows,
      ...filled(signing),
      ...(witness && isRegistered ? { witness } : {}),
    };
    const answer = await send([code, statisticalQuarter, body], (headers) =>
      answerOf(
        api.PUT('/api/v1/centres/{code}/quarters/{quarter}/return', {
          params: { path: { code, quarter: statisticalQuarter } },
          body,
          headers,
        }),
      ),
    );
    if (answer) onFiled('warnings' in answer ? answer.warnings : []);
  };
  return (
    <>
      <Form<Signing>
        id={formId}
        form={form}
        layout="vertical"
        initialValues={{ signedBy: quarter.return?.signedBy, signedOn: quarter.return?.signedOn }}
        onValuesChange={() => setTouched(true)}
        onFinish={(signing) => void file(signing)}
      >
        <p className="hint">{t('quarters.pasteHint')}</p>
        <TypedTable rows={rows} onChange={change} wrong={wrong} />
        <PassedCheck rows={rows} outlook={outlook} />
        {rows.every(isEmpty) && (
          <Checkbox checked={isNil} onChange={({ target }) => setNil(target.checked)}>
            {t('quarters.nobodyExamined')}
          </Checkbox>
        )}
        <div className="fields">
          <Form.Item name="signedBy" label={t('quarters.signedBy')}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="signedOn" label={t('quarters.signedOn')}>
            <Input type="date" />
          </Form.Item>
          <StatedDay />
        </div>
        {isTried && !isNil && read.rows.length === 0 && read.missing.size === 0 && (
          <p className="wrong" role="alert">
            {t('quarters.noRows')}
          </p>
        )}
        <FormProblem
          error={error}
          form={form}
          fields={[
            ...read.rows.map((_, index) => `rows/${index}`),
            'signedBy',
            'signedOn',
            'occurredOn',
          ]}
        />
      </Form>
      <CarriedWitness
        centre={quarter.centre}
        witness={witness}
        error={error}
        onChange={(seen) => {
          setWitness(seen);
          forgive();
        }}
      />
      <div className="actions">
        <Button type="primary" htmlType="submit" form={formId} loading={isSending}>
          {t(quarter.return ? 'quarters.fileAgain' : 'quarters.fileReturn')}
        </Button>
        <Button onClick={onCancel}>{t('forms.cancel')}</Button>
      </div>
    </>
  );
}

function refusedRows(error: unknown): readonly Finding[] {
  if (!(error instanceof Refused)) return [];
  return (error.problem.errors ?? []).filter(({ path }) => path?.startsWith('/rows/'));
}
