/** Fields that several posts have: named as the body of the request names them. */
import Button from 'antd/es/button';
import Form, { type Rule } from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import { today } from '../language/format';
import { useUser } from '../session/use-session';
import { levels } from '../stock/stock-tree';
import { HeldPicker } from './held-picker';
import { readRanges, type SerialRange } from './ranges';
import { RangesInput } from './ranges-input';
import { useTypeInto } from './typing';

type Name = string | (string | number)[];

export function useRequired(): Rule {
  const { t } = useTranslation();
  return { required: true, whitespace: true, message: t('posts.missing') };
}

interface FieldProperties {
  readonly name: Name;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
  readonly autoFocus?: boolean;
  readonly lengthMax?: number;
}

export function TextField(properties: FieldProperties & { readonly isSerial?: boolean }) {
  const { name, label, hint, isOptional, autoFocus, lengthMax = 200, isSerial } = properties;
  const required = useRequired();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={isOptional ? [] : [required]}>
      <Input
        maxLength={lengthMax}
        autoComplete="off"
        autoFocus={autoFocus}
        {...(isSerial
          ? { className: 'serial', spellCheck: false, autoCapitalize: 'characters' }
          : {})}
      />
    </Form.Item>
  );
}

const reasonLengthMax = 2_000;

export function ReasonField({ name, label, hint, isOptional }: FieldProperties) {
  const required = useRequired();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={isOptional ? [] : [required]}>
      <Input.TextArea maxLength={reasonLengthMax} autoSize={{ minRows: 2, maxRows: 8 }} />
    </Form.Item>
  );
}

/** The browser's own field for a day: every keyboard and reader knows it. */
export function DayField({ name, label, hint, isOptional }: FieldProperties) {
  const required = useRequired();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={isOptional ? [] : [required]}>
      <Input type="date" max={today()} className="day-input" />
    </Form.Item>
  );
}

export function OccurredOnField() {
  const { t } = useTranslation();
  const loadsPaper = useUser()?.backdate ?? false;
  return (
    <DayField
      name="occurredOn"
      label={t('posts.fields.occurredOn')}
      hint={t(loadsPaper ? 'posts.fields.backdatedHint' : 'posts.fields.occurredOnHint')}
    />
  );
}

/** Where and when its holder made the loss of a paper known (P1). */
export function LossNoticeFields() {
  const { t } = useTranslation();
  return (
    <div className="field-row">
      <TextField
        name={['lossNotice', 'newspaper']}
        label={t('posts.replace.newspaper')}
        lengthMax={100}
      />
      <DayField name={['lossNotice', 'publishedOn']} label={t('posts.replace.publishedOn')} />
    </div>
  );
}

export function LevelField({ name = 'level' }: { readonly name?: Name }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={t('posts.fields.level')}
      rules={[{ required: true, message: t('posts.missing') }]}
    >
      <Radio.Group
        className="level-choice"
        options={levels.map((level) => ({
          value: level,
          label: `${t(`levels.L${level}`)} ${t(`levelNames.L${level}`)}`,
        }))}
      />
    </Form.Item>
  );
}

interface RangesProperties extends FieldProperties {
  /** Filled in by whoever has something to fill in: none is an answer, too. */
  readonly mayBeEmpty?: boolean;
  readonly rows?: number;
}

export function RangesField(properties: RangesProperties) {
  const { name, label, hint, isOptional, mayBeEmpty, autoFocus, rows } = properties;
  const { t } = useTranslation();
  const readable: Rule = {
    validator: async (_, typed: string | undefined) => {
      const { count, unread } = readRanges(typed ?? '');
      if (unread.length > 0) throw new Error(t('posts.ranges.unread'));
      if (!isOptional && !mayBeEmpty && count === 0) throw new Error(t('posts.missing'));
    },
  };
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint ?? t('posts.ranges.hint')}
      rules={[readable]}
      required={!isOptional}
    >
      <RangesInput rows={rows} autoFocus={autoFocus} />
    </Form.Item>
  );
}

interface HeldProperties {
  readonly name: string;
  readonly centre: string;
  readonly status: 'in-stock' | 'spoiled' | 'missing';
}

function appended(typed: string, { from, to }: SerialRange): string {
  const line = from === to ? from : `${from}-${to}`;
  return typed.trim() === '' ? line : `${typed.trimEnd()}\n${line}`;
}

/** Ranges that are held: one press puts one onto a line of its own in the box of that name. */
export function HeldField({ name, centre, status }: HeldProperties) {
  const form = Form.useFormInstance();
  const take = useTypeInto();
  const level = Form.useWatch('level', form);
  return (
    <HeldPicker
      centre={centre}
      status={status}
      level={level}
      onTake={(range) => take(name, appended(form.getFieldValue(name) ?? '', range))}
    />
  );
}

interface PeopleProperties {
  readonly name: Name;
  readonly label: string;
  readonly hint: string;
  readonly least: number;
  readonly most: number;
}

/** Names of several people, one field each. */
export function PeopleField({ name, label, hint, least, most }: PeopleProperties) {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <fieldset className="people">
      <legend>{label}</legend>
      <p className="quiet">{hint}</p>
      <Form.List name={name}>
        {(entries, { add, remove }) => (
          <div className="people-names">
            {entries.map(({ key, name: index }) => (
              <div key={key} className="people-name">
                <Form.Item
                  name={index}
                  label={t('posts.fields.person', { number: index + 1 })}
                  rules={[required]}
                >
                  <Input maxLength={100} autoComplete="off" />
                </Form.Item>
                {entries.length > least && (
                  <Button type="text" size="small" onClick={() => remove(index)}>
                    {t('posts.fields.removePerson', { number: index + 1 })}
                  </Button>
                )}
              </div>
            ))}
            {entries.length < most && (
              <Button size="small" onClick={() => add('')}>
                {t('posts.fields.addPerson')}
              </Button>
            )}
          </div>
        )}
      </Form.List>
    </fieldset>
  );
}

const counters = 2;

/** Who counted: two people, neither of them the user (C5). */
export function CountedByField() {
  const { t } = useTranslation();
  return (
    <PeopleField
      name="countedBy"
      label={t('posts.fields.countedBy')}
      hint={t('posts.fields.countedByHint')}
      least={counters}
      most={counters}
    />
  );
}
