/** A roster as a file: looked at row by row, then posted (C7, V1). */
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Refused, readProblem } from '../api/problem';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { usePaper } from '../papers/use-paper';
import { useUnsaved } from '../shell/unsaved';
import { OccurredOnField } from './fields';
import { FileDrop } from './file-drop';
import { useOptionalMark } from './optional-mark';
import { PostHead } from './post-head';
import { FileNotes, RefusedRows } from './refused-rows';
import { noRoster, RosterFields, type RosterValues, rosterBody } from './roster-fields';
import { useBookCentre } from './use-book';
import type { How } from './use-post';
import { asField, useSendForm } from './use-send-form';
import { fieldsOf } from './verdict';

interface Values extends RosterValues {
  readonly file?: File;
  readonly allOrNothing: boolean;
}

type Preview = Schemas['PreviewDto'];
type Accepted = Schemas['UploadAcceptedDto'];
type RosterKind = 'issues' | 'vouchers';

const pages = { issues: 'roster', vouchers: 'voucher-roster' } as const;

export const IssueUpload = () => <RosterUpload kind="issues" />;
export const VoucherUpload = () => <RosterUpload kind="vouchers" />;

function RosterUpload({ kind }: { readonly kind: RosterKind }) {
  return (
    <PostHead kind={pages[kind]}>
      <UploadForm kind={kind} />
    </PostHead>
  );
}

/** What the form says, as one thing that is the same when it is handed in again unchanged. */
const contentOf = ({ file, ...rest }: Values) => ({
  ...rest,
  file: file && [file.name, file.size, file.lastModified],
});

function UploadForm({ kind }: { readonly kind: RosterKind }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const code = useBookCentre();
  const [form] = Form.useForm<Values>();
  const [preview, setPreview] = useState<Preview>();
  const { isSending, error, send, forgive } = useSubmission();
  const sendForm = useSendForm();
  const [isTouched, setTouched] = useState(false);
  const settle = useUnsaved(isTouched);
  const marks = useOptionalMark();
  const hand = async <Answer,>(values: Values, how: How): Promise<Answer> => {
    const { roster, occupation, level, ...rest } = rosterBody(values);
    const {
      data,
      error: failure,
      response,
    } = await sendForm(
      `/api/v1/centres/${code}/${kind}/upload`,
      {
        ...rest,
        roster: asField(roster),
        occupation: asField(occupation),
        level: String(level),
        allOrNothing: String(values.allOrNothing),
        file: values.file,
      },
      how,
    );
    if (!response.ok) throw new Refused(readProblem(response.status, failure));
    return data as Answer;
  };
  const check = async (values: Values) => {
    const content = { ...contentOf(values), dryRun: true };
    const how = { query: { dryRun: true }, header: {} };
    setPreview(await send(content, () => hand<Preview>(values, how)));
  };
  const post = async () => {
    const values = form.getFieldsValue(true) as Values;
    const accepted = await send(contentOf(values), (header) =>
      hand<Accepted>(values, { query: {}, header }),
    );
    if (!accepted) return;
    settle();
    void navigate(`/uploads/${accepted.upload}`);
  };
  return (
    <div className="post">
      <FormProblem
        error={error}
        form={form as never}
        fields={error ? fieldsOf(form as never) : []}
      />
      <Form<Values>
        form={form}
        className="panel post-form"
        layout="vertical"
        requiredMark={marks}
        validateTrigger="onSubmit"
        scrollToFirstError={{ focus: true }}
        disabled={isSending}
        initialValues={{ ...noRoster(), allOrNothing: false }}
        onValuesChange={() => {
          setTouched(true);
          setPreview(undefined);
          forgive();
        }}
        onFinish={(values) => void check(values)}
      >
        <Form.Item
          name="file"
          label={t('posts.file.label')}
          extra={t('posts.file.hint')}
          rules={[{ required: true, message: t('posts.file.missing') }]}
        >
          <FileDrop />
        </Form.Item>
        <Templates kind={kind} />
        <RosterFields />
        <Form.Item
          name="allOrNothing"
          valuePropName="checked"
          extra={t('posts.file.allOrNothingHint')}
        >
          <Checkbox>{t('posts.file.allOrNothing')}</Checkbox>
        </Form.Item>
        <OccurredOnField />
        <div className="post-actions">
          <Button
            type={preview ? 'default' : 'primary'}
            htmlType="submit"
            loading={isSending && !preview}
          >
            {t('posts.file.check')}
          </Button>
        </div>
      </Form>
      {preview && (
        <PreviewPanel preview={preview} isSending={isSending} onPost={() => void post()} />
      )}
    </div>
  );
}

function Templates({ kind }: { readonly kind: RosterKind }) {
  const { t } = useTranslation();
  const code = useBookCentre();
  const paper = usePaper();
  const path = `/api/v1/centres/${code}/${kind}/upload/template`;
  return (
    <div className="post-tools">
      <span className="quiet">{t('posts.file.template')}</span>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          size="small"
          loading={paper.isFetching}
          onClick={() => void paper.keep(`${path}.${format}`, `${kind}-template.${format}`)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <Link to={kind === 'issues' ? '/posts/issue' : '/posts/vouchers'}>
        {t('posts.file.byHand')}
      </Link>
    </div>
  );
}

interface PreviewProperties {
  readonly preview: Preview;
  readonly isSending: boolean;
  readonly onPost: () => void;
}

/** What would become of every row; the button takes the focus when there is something to post. */
function PreviewPanel({ preview, isSending, onPost }: PreviewProperties) {
  const { t } = useTranslation();
  const { rows, good, refusedCount } = preview;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className="panel post-verdict"
      aria-label={t('posts.verdict')}
    >
      <h2>{t('posts.file.previewTitle', { count: rows })}</h2>
      <p role="status">
        {t('posts.file.good', { count: good })}
        {refusedCount > 0 && ` ${t('posts.file.refused', { count: refusedCount })}`}
      </p>
      <FileNotes notes={preview.notes} ignored={preview.ignoredColumns} />
      <RefusedRows refused={preview.refused} count={refusedCount} />
      <div className="post-actions">
        <Button
          type="primary"
          size="large"
          disabled={good === 0}
          loading={isSending}
          onClick={onPost}
        >
          {t('posts.file.post', { count: good })}
        </Button>
        {refusedCount > 0 && good > 0 && <span className="quiet">{t('posts.file.restBack')}</span>}
      </div>
    </section>
  );
}
