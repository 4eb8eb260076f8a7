/** What came in a box: counted by two, against what was sent (C5). */
import Button from 'antd/es/button';
import Form from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useApi } from '../api/client';
import { today, useFormat } from '../language/format';
import { PaperButton, receiptPath } from '../papers/paper-button';
import { Facts } from '../trace/facts';
import { ConsignmentFacts, OfConsignment, sentIn, type WithConsignment } from './consignment';
import { type Counted, type CountSheet, compare, isComplete } from './count-sheet';
import { CountedByField, OccurredOnField, RangesField } from './fields';
import { PostForm } from './post-form';
import { readRanges, type SerialRange, textOf } from './ranges';
import { RangeFacts, RangeWords } from './summary';
import { TraceLink } from './trace-link';
import { useTypeInto } from './typing';
import { useBookCentre } from './use-book';

interface Values extends Counted {
  readonly occurredOn: string;
  readonly countedBy: readonly string[];
}

const boxes = ['accepted', 'damaged', 'missing', 'unexpected'] as const;

const initial = (): Values => ({
  occurredOn: today(),
  accepted: '',
  damaged: '',
  missing: '',
  unexpected: '',
  countedBy: ['', ''],
});

/** What is in a box, left out when there is nothing in it. */
function listed(typed: string): SerialRange[] | undefined {
  const { ranges } = readRanges(typed);
  return ranges.length > 0 ? [...ranges] : undefined;
}

export function ReceiveForm() {
  return (
    <OfConsignment status="in-transit" as="to" path="receive">
      {(consignment) => <Receive key={consignment.consignment} consignment={consignment} />}
    </OfConsignment>
  );
}

function Receive({ consignment }: WithConsignment) {
  const { t } = useTranslation();
  const api = useApi();
  const path = { code: useBookCentre(), consignment: consignment.consignment };
  const receipt = receiptPath(consignment.consignment);
  return (
    <PostForm
      kind="receive"
      subject={consignment.consignment}
      anotherAt="/posts/receive"
      initial={initial()}
      toBody={(values) => ({
        occurredOn: values.occurredOn,
        accepted: listed(values.accepted) ?? [],
        damaged: listed(values.damaged),
        missing: listed(values.missing),
        unexpected: listed(values.unexpected),
        countedBy: values.countedBy.map((name) => name.trim()),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/consignments/{consignment}/receipt', {
          params: { path, ...how },
          body,
        })
      }
      summary={(values) => (
        <RangeFacts typed={boxes.map((box) => [t(`posts.receive.${box}`), values[box]] as const)} />
      )}
      needsSecond={({ damaged, missing }) =>
        listed(damaged) !== undefined || listed(missing) !== undefined
      }
      links={(_, { accepted }) => (
        <>
          <TraceLink ranges={readRanges(accepted).ranges} />
          <PaperButton path={receipt} label={t('posts.receive.printReceipt')} />
        </>
      )}
    >
      <ConsignmentFacts consignment={consignment} />
      <div className="post-tools">
        <PaperButton path={receipt} label={t('posts.receive.printSheet')} />
        <Link to={`/posts/refuse/${consignment.consignment}`}>
          {t('posts.receive.refuseInstead')}
        </Link>
      </div>
      <div className="count-sheet">
        <div>
          <RangesField
            name="accepted"
            label={t('posts.receive.accepted')}
            hint={t('posts.receive.acceptedHint')}
            mayBeEmpty
            autoFocus
            rows={6}
          />
          <TakeAll sent={sentIn(consignment)} />
        </div>
        <Differences sent={sentIn(consignment)} />
        <RangesField
          name="damaged"
          label={t('posts.receive.damaged')}
          hint={t('posts.receive.damagedHint')}
          isOptional
          rows={2}
        />
        <RangesField
          name="missing"
          label={t('posts.receive.missing')}
          hint={t('posts.receive.missingHint')}
          isOptional
          rows={2}
        />
        <RangesField
          name="unexpected"
          label={t('posts.receive.unexpected')}
          hint={t('posts.receive.unexpectedHint')}
          isOptional
          rows={2}
        />
      </div>
      <CountedByField />
      <OccurredOnField />
    </PostForm>
  );
}

interface SentProperties {
  readonly sent: readonly SerialRange[];
}

function TakeAll({ sent }: SentProperties) {
  const { t } = useTranslation();
  const typeInto = useTypeInto();
  return (
    <Button size="small" className="take-all" onClick={() => typeInto('accepted', textOf(sent))}>
      {t('posts.receive.all')}
    </Button>
  );
}

/** The count against the list, as it is typed, with what can be done about each difference. */
function Differences({ sent }: SentProperties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const typed = Form.useWatch([], Form.useFormInstance()) as Partial<Values> | undefined;
  const counted = { ...initial(), ...typed };
  const sheet = compare(sent, counted);
  const isDone = isComplete(sheet);
  return (
    <section
      className={`differences ${isDone ? 'is-done' : ''}`}
      aria-label={t('posts.receive.differences')}
    >
      <h2>{isDone ? t('posts.receive.complete') : t('posts.receive.differences')}</h2>
      <Facts
        facts={[
          [t('posts.receive.sent'), number(sheet.sent)],
          ...(['accepted', 'damaged', 'missing'] as const).map(
            (box) => [t(`posts.receive.${box}`), number(sheet[box])] as const,
          ),
        ]}
      />
      <div aria-live="polite">
        <Mending sheet={sheet} counted={counted} />
      </div>
    </section>
  );
}

interface MendingProperties {
  readonly sheet: CountSheet;
  readonly counted: Counted;
}

function Mending({ sheet, counted }: MendingProperties) {
  const { t } = useTranslation();
  const typeInto = useTypeInto();
  /** Adds to a box what it does not have yet. */
  const add = (box: keyof Counted, ranges: readonly SerialRange[]) =>
    typeInto(box, textOf(readRanges(`${counted[box]}\n${textOf(ranges)}`).ranges));
  const { left, notSent, twice, notUnexpected } = sheet;
  return (
    <>
      {left.length > 0 && (
        <div className="difference">
          <span>{t('posts.receive.left')}</span>
          <RangeWords ranges={left} />
          <Button size="small" onClick={() => add('missing', left)}>
            {t('posts.receive.leftIsMissing')}
          </Button>
        </div>
      )}
      {notSent.length > 0 && (
        <div className="difference">
          <span>{t('posts.receive.notSent')}</span>
          <RangeWords ranges={notSent} />
        </div>
      )}
      {twice.length > 0 && (
        <div className="difference">
          <span>{t('posts.receive.twice')}</span>
          <RangeWords ranges={twice} />
        </div>
      )}
      {notUnexpected.length > 0 && (
        <div className="difference">
          <span>{t('posts.receive.notUnexpected')}</span>
          <RangeWords ranges={notUnexpected} />
        </div>
      )}
    </>
  );
}
