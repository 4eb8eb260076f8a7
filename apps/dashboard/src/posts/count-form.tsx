/** What lies in the safe against what the book says, number by number (C13). */
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Schemas, useApi } from '../api/client';
import { today, useFormat } from '../language/format';
import { usePaper } from '../papers/use-paper';
import { type Level, levels } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import { useEventNames } from './event-names';
import { CountedByField, OccurredOnField, RangesField } from './fields';
import { FileDrop } from './file-drop';
import { LevelsField } from './levels-field';
import { PostForm } from './post-form';
import { readRanges } from './ranges';
import { RangeFacts, RangeWords } from './summary';
import { useTypeInto } from './typing';
import { useBookCentre, useHeld } from './use-book';
import type { Posted } from './use-post';
import { asField, useSendForm } from './use-send-form';

interface Values {
  readonly occurredOn: string;
  readonly levels: Level[];
  readonly source: 'typed' | 'file';
  readonly ranges: string;
  readonly isSpoiledCounted: boolean;
  readonly spoiled: string;
  readonly countedBy: readonly string[];
  readonly asOfPosition?: string;
  readonly file?: File;
}

const initial = (): Values => ({
  occurredOn: today(),
  levels: [...levels],
  source: 'typed',
  ranges: '',
  isSpoiledCounted: false,
  spoiled: '',
  countedBy: ['', ''],
});

export function CountForm() {
  const { t } = useTranslation();
  const api = useApi();
  const code = useBookCentre();
  const sendForm = useSendForm();
  return (
    <PostForm
      kind="count"
      initial={initial()}
      // A file cannot be kept; it is chosen anew.
      withoutHolders={({ file: _, ...values }) => values}
      toBody={(values) => ({ ...countOf(values), file: fileOf(values), found: foundOf(values) })}
      send={({ file, found, ...count }, how) =>
        file
          ? sendForm(
              `/api/v1/centres/${code}/stock-counts/upload`,
              {
                occurredOn: count.occurredOn,
                asOfPosition: count.asOfPosition,
                countedBy: asField(count.countedBy),
                levels: asField(count.levels),
                spoiledCounted: String(found.spoiled !== undefined),
                file,
              },
              how,
            )
          : api.POST('/api/v1/centres/{code}/stock-counts', {
              params: { path: { code }, ...how },
              body: { ...count, ...found },
            })
      }
      summary={(values) =>
        values.source === 'typed' && (
          <RangeFacts
            typed={[
              [t('posts.count.found'), values.ranges],
              [t('posts.count.foundSpoiled'), values.isSpoiledCounted ? values.spoiled : ''],
            ]}
          />
        )
      }
      links={(answer) => <Result answer={answer as Schemas['CountAnswerDto']} />}
    >
      <Began />
      <LevelsField label={t('posts.count.levels')} />
      <Found />
      <CountedByField />
      <OccurredOnField />
    </PostForm>
  );
}

const countOf = ({ occurredOn, levels: counted, countedBy, asOfPosition }: Values) => ({
  occurredOn,
  levels: counted,
  countedBy: countedBy.map((name) => name.trim()),
  asOfPosition,
});

const fileOf = ({ source, file }: Values): File | undefined =>
  source === 'file' ? file : undefined;

const foundOf = ({ ranges, spoiled, isSpoiledCounted }: Values) => ({
  ranges: [...readRanges(ranges).ranges],
  ...(isSpoiledCounted ? { spoiled: [...readRanges(spoiled).ranges] } : {}),
});

/** Since when is counted: what others post meanwhile is told apart. */
function Began() {
  const { t } = useTranslation();
  const { data } = useHeld(useBookCentre());
  const typeInto = useTypeInto();
  const form = Form.useFormInstance();
  const began = Form.useWatch('asOfPosition', form) as string | undefined;
  const position = data?.position;
  useEffect(() => {
    if (position !== undefined && form.getFieldValue('asOfPosition') === undefined) {
      typeInto('asOfPosition', position);
    }
  }, [position, form, typeInto]);
  return (
    <>
      <Form.Item name="asOfPosition" hidden>
        <input type="hidden" />
      </Form.Item>
      {began !== undefined && (
        <p className="quiet">
          {t('posts.count.began', { position: began })}{' '}
          <Button
            size="small"
            onClick={() => position !== undefined && typeInto('asOfPosition', position)}
          >
            {t('posts.count.beginNow')}
          </Button>
        </p>
      )}
    </>
  );
}

function Found() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const source = Form.useWatch('source', form) as Values['source'] | undefined;
  const isSpoiledCounted = Form.useWatch('isSpoiledCounted', form) as boolean | undefined;
  const isFile = source === 'file';
  return (
    <>
      <Form.Item required name="source" label={t('posts.count.source')}>
        <Radio.Group
          options={(['typed', 'file'] as const).map((value) => ({
            value,
            label: t(`posts.count.sources.${value}`),
          }))}
        />
      </Form.Item>
      {isFile ? (
        <>
          <Form.Item
            name="file"
            label={t('posts.count.file')}
            extra={t('posts.count.fileHint')}
            rules={[{ required: true, message: t('posts.file.missing') }]}
          >
            <FileDrop />
          </Form.Item>
          <CountTemplates />
        </>
      ) : (
        <RangesField
          name="ranges"
          label={t('posts.count.found')}
          hint={t('posts.count.foundHint')}
          mayBeEmpty
          autoFocus
          rows={8}
        />
      )}
      <Form.Item name="isSpoiledCounted" valuePropName="checked">
        <Checkbox>{t('posts.count.spoiledCounted')}</Checkbox>
      </Form.Item>
      {isSpoiledCounted && !isFile && (
        <RangesField name="spoiled" label={t('posts.count.foundSpoiled')} mayBeEmpty />
      )}
    </>
  );
}

function CountTemplates() {
  const { t } = useTranslation();
  const code = useBookCentre();
  const paper = usePaper();
  const path = `/api/v1/centres/${code}/stock-counts/upload/template`;
  return (
    <div className="post-tools">
      <span className="quiet">{t('posts.file.template')}</span>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          size="small"
          onClick={() => void paper.keep(`${path}.${format}`, `stock-count.${format}`)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

type Difference = Schemas['CountedDifferenceDto'];

/** What differs, and how each kind of difference is settled. */
function Result({ answer }: { readonly answer: Posted & Schemas['CountAnswerDto'] }) {
  const { t } = useTranslation();
  const { missing, unexpected, movedSince } = answer;
  const isEqual = missing.length === 0 && unexpected.length === 0;
  return (
    <div className="count-result">
      <h3>{isEqual ? t('posts.count.equal') : t('posts.count.differs')}</h3>
      <DifferenceList title={t('posts.count.missing')} differences={missing} />
      {missing.length > 0 && <Link to="/posts/loss">{t('posts.count.settleMissing')}</Link>}
      <DifferenceList title={t('posts.count.unexpected')} differences={unexpected} />
      {unexpected.length > 0 && (
        <Link to="/posts/recovery">{t('posts.count.settleUnexpected')}</Link>
      )}
      {movedSince.length > 0 && (
        <p>
          {t('posts.count.movedSince')} <RangeWords ranges={movedSince} />
        </p>
      )}
    </div>
  );
}

interface DifferencesProperties {
  readonly title: string;
  readonly differences: readonly Difference[];
}

function DifferenceList({ title, differences }: DifferencesProperties) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const namesOf = useEventNames();
  const nameOf = useCentreNames();
  if (differences.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="differences-found">
        {differences.map((difference) => {
          const last = difference.lastEvents.at(-1);
          return (
            <li key={difference.from}>
              <RangeWords ranges={[difference]} />{' '}
              {t('posts.count.book', { where: t(`posts.count.places.${difference.book}`) })}
              {last &&
                ` · ${t('posts.count.last', {
                  event: namesOf([last.event]),
                  day: day(last.occurredOn),
                  centre: nameOf(last.centre),
                })}`}
              {last?.postedByName && ` · ${t('posts.count.lastBy', { name: last.postedByName })}`}
            </li>
          );
        })}
      </ul>
    </>
  );
}
