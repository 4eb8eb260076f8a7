/** Certificates and vouchers, line by line, for the people of a roster (C7, V1, V2). */
import Form from 'antd/es/form';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useApi } from '../api/client';
import { Facts } from '../trace/facts';
import { OccurredOnField } from './fields';
import { HeldPicker } from './held-picker';
import { holderOf } from './holder-cells';
import type { PostKind } from './kinds';
import { PostForm } from './post-form';
import { tidied } from './ranges';
import { noRoster, RosterFields, type RosterValues, rosterBody } from './roster-fields';
import { RosterGrid } from './roster-grid';
import { changed, filledLines, noLine, type RosterLine, unreadCells } from './roster-lines';
import { TraceLink } from './trace-link';
import { useTypeInto } from './typing';
import { useBookCentre } from './use-book';
import type { Send } from './use-post';

interface Values extends RosterValues {
  readonly lines: RosterLine[];
}

const initial = (): Values => ({ ...noRoster(), lines: [noLine] });
/** Who the certificates are for is never kept. */
const withoutHolders = (values: Values): Values => ({ ...values, lines: [noLine] });

const linesOf = ({ lines }: Values) =>
  filledLines(lines).map((line) => ({
    paper: tidied(line.paper),
    certificateNumber: tidied(line.certificateNumber),
    holder: holderOf(line),
  }));

export function IssueForm() {
  const api = useApi();
  const code = useBookCentre();
  return (
    <LinesForm
      kind="issue"
      paper="serial"
      toBody={(values) => ({
        ...rosterBody(values),
        lines: linesOf(values).map(({ paper, ...line }) => ({ serial: paper, ...line })),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/issues', { params: { path: { code }, ...how }, body })
      }
    />
  );
}

export function VouchersForm() {
  const api = useApi();
  const code = useBookCentre();
  return (
    <LinesForm
      kind="vouchers"
      paper="voucherNumber"
      toBody={(values) => ({
        ...rosterBody(values),
        lines: linesOf(values).map(({ paper, ...line }) => ({ voucherNumber: paper, ...line })),
      })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/vouchers', { params: { path: { code }, ...how }, body })
      }
    />
  );
}

interface LinesProperties<Body> {
  readonly kind: PostKind & ('issue' | 'vouchers');
  readonly paper: 'serial' | 'voucherNumber';
  readonly toBody: (values: Values) => Body;
  readonly send: Send<Body>;
}

function LinesForm<Body>({ kind, paper, toBody, send }: LinesProperties<Body>) {
  const { t } = useTranslation();
  const code = useBookCentre();
  return (
    <PostForm
      kind={kind}
      initial={initial()}
      withoutHolders={withoutHolders}
      toBody={toBody}
      send={send}
      summary={(values) => <RosterSummary values={values} />}
      links={(_, values) => {
        const [first] = linesOf(values);
        if (paper === 'voucherNumber') {
          return <Link to="/vouchers">{t('posts.vouchers.title')}</Link>;
        }
        return first && <TraceLink ranges={[{ from: first.paper, to: first.paper }]} />;
      }}
    >
      <p className="post-alternative">
        <Link to={kind === 'issue' ? '/posts/roster' : '/posts/voucher-roster'}>
          {t('posts.lines.asFile')}
        </Link>
      </p>
      <RosterFields />
      {paper === 'serial' && <StockToUse centre={code} />}
      <Form.Item name="lines" rules={[{ validator: understood(t) }]}>
        <RosterGrid paper={paper} />
      </Form.Item>
      <OccurredOnField />
    </PostForm>
  );
}

/** Nobody is posted without what was pasted for them and not understood. */
const understood = (t: TFunction) => async (_: unknown, lines: readonly RosterLine[]) => {
  if (filledLines(lines).length === 0) throw new Error(t('posts.lines.none'));
  if (unreadCells(lines).length > 0) throw new Error(t('posts.pasting.unreadLeft'));
};

/** The blanks of the level: pressing one begins the first line with its lowest serial (C8). */
function StockToUse({ centre }: { readonly centre: string }) {
  const form = Form.useFormInstance();
  const typeInto = useTypeInto();
  const level = Form.useWatch('level', form);
  if (level === undefined) return null;
  const begin = (serial: string) => {
    const lines: RosterLine[] = form.getFieldValue('lines') ?? [noLine];
    typeInto('lines', changed(lines.length > 0 ? lines : [noLine], 0, 'paper', serial));
  };
  return (
    <HeldPicker
      centre={centre}
      status="in-stock"
      level={level}
      onTake={({ from }) => begin(from)}
    />
  );
}

/** The roster in one look: which, how many, from which to which. */
function RosterSummary({ values }: { readonly values: Values }) {
  const { t } = useTranslation();
  const lines = linesOf(values);
  const ends = (numbers: readonly string[]) =>
    numbers.length > 1 ? `${numbers[0]} … ${numbers.at(-1)}` : (numbers[0] ?? '');
  return (
    <Facts
      facts={[
        [t('posts.roster.reference'), values.roster.reference],
        [t('posts.fields.level'), values.level && t(`levels.L${values.level}`)],
        [t('posts.roster.occupation'), values.occupation.name],
        [t('posts.lines.title'), t('posts.lines.count', { count: lines.length })],
        [
          t('posts.lines.papers'),
          <span key="papers" className="serial">
            {ends(lines.map(({ paper }) => paper))}
          </span>,
        ],
        [
          t('posts.lines.columns.certificateNumber'),
          <span key="numbers" className="serial">
            {ends(lines.map(({ certificateNumber }) => certificateNumber))}
          </span>,
        ],
      ]}
    />
  );
}
