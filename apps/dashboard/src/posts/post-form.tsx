/**
 * The frame of everything that is posted: fields, a check by the API's own rules, the verdict, the
 * post, and what became of it.
 */
import Button from 'antd/es/button';
import Form, { type FormInstance } from 'antd/es/form';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router-dom';
import { fieldAfterScan } from './field-after-scan';
import { FindingsContext } from './findings-context';
import type { PostKind } from './kinds';
import { useOptionalMark } from './optional-mark';
import { Outcome } from './outcome';
import { PostHead } from './post-head';
import { TypeIntoContext } from './typing';
import { useDraft } from './use-draft';
import { type Posted, type PostState, type Send, usePost } from './use-post';
import { Faults, placedOn, Verdict } from './verdict';

interface Properties<Values extends object, Body> {
  readonly kind: PostKind;
  /** What it is about when there may be several drafts, such as a consignment. */
  readonly subject?: string;
  /** The field whose content goes into the address. */
  readonly inAddress?: string;
  /** Where the next one is begun, when it is about something else. */
  readonly anotherAt?: string;
  readonly initial: Values;
  /**
   * What of it may be kept while it is not posted, for forms with particulars of holders: without
   * them. Such a post is not repeated after a reload, because what it said is gone.
   */
  readonly withoutHolders?: (values: Values) => Values;
  readonly toBody: (values: Values) => Body;
  readonly send: Send<Body>;
  /** What will be recorded, for a last look. */
  readonly summary?: (values: Values) => ReactNode;
  /** Whether what was typed needs a second person, where not every post of the kind does. */
  readonly needsSecond?: (values: Values) => boolean;
  /** Where to go on from what was recorded. */
  readonly links?: (answer: Posted, values: Values) => ReactNode;
  readonly children: ReactNode;
}

const isOver = ({ kind }: PostState): boolean => kind === 'posted' || kind === 'waiting';
const isUnderWay = ({ kind }: PostState): boolean =>
  kind === 'judging' || kind === 'posting' || kind === 'unknown';

export function PostForm<Values extends object, Body>(properties: Properties<Values, Body>) {
  const [turn, setTurn] = useState(0);
  return (
    <PostHead kind={properties.kind}>
      <OnePost key={turn} {...properties} onAnother={() => setTurn(turn + 1)} />
    </PostHead>
  );
}

interface OneProperties<Values extends object, Body> extends Properties<Values, Body> {
  readonly onAnother: () => void;
}

function OnePost<Values extends object, Body>(properties: OneProperties<Values, Body>) {
  const { kind, anotherAt, initial, toBody, send, summary, needsSecond, links } = properties;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const navigate = useNavigate();
  const { search } = useLocation();
  const draft = useDraft<Values>(properties);
  const values = (): Values => form.getFieldsValue(true) as Values;
  const { state, judge, post, edit } = usePost<Body>({
    send,
    inAddress: properties.inAddress,
    keyBefore: draft.before?.key,
    onSending: (key) => draft.keep({ values: values(), key }),
    onKnown: (isRecorded) => (isRecorded ? draft.drop() : draft.keep({ values: values() })),
  });
  const faults = useRef<HTMLDivElement>(null);
  const marks = useOptionalMark();
  useLanding(state, form, faults);
  const changed = () => {
    edit();
    draft.keepSoon({ values: values() });
  };
  const typeInto = (name: string, value: unknown) => {
    form.setFieldValue(name as never, value as never);
    form.setFields([{ name: name as never, errors: [] }]);
    changed();
  };
  const goOn = () => {
    const isClean = state.kind === 'judged' && state.judged.refusals.length === 0;
    if (isClean || state.kind === 'unknown') void post(toBody(values()));
    else form.submit();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const next = event.defaultPrevented ? undefined : fieldAfterScan(event.target);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  /** Before the field sees it: a list of choices would open on it. */
  const sendKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    goOn();
  };
  const startAnew = () => {
    draft.drop();
    properties.onAnother();
  };
  const goToAnother = () => {
    if (anotherAt === undefined) properties.onAnother();
    else void navigate({ pathname: anotherAt, search });
  };
  if (isOver(state)) {
    return (
      <Outcome
        kind={kind}
        state={state}
        summary={summary?.(values())}
        links={state.kind === 'posted' ? links?.(state.answer, values()) : undefined}
        onAnother={goToAnother}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what the buttons do.
    <div className="post" onKeyDownCapture={sendKey} onKeyDown={keys}>
      {draft.before && state.kind !== 'unknown' && (
        <div className="post-kept quiet">
          {t('posts.kept')}
          <Button size="small" onClick={startAnew}>
            {t('posts.startAnew')}
          </Button>
        </div>
      )}
      <Faults state={state} form={form} box={faults} onEdit={edit} onRepeat={goOn} />
      <FindingsContext value={findingsIn(state)}>
        <TypeIntoContext value={typeInto}>
          <Form<Values>
            form={form}
            className="panel post-form"
            layout="vertical"
            requiredMark={marks}
            validateTrigger="onSubmit"
            scrollToFirstError={{ focus: true }}
            initialValues={draft.before?.values ?? initial}
            disabled={isUnderWay(state)}
            onValuesChange={changed}
            onFinish={() => void judge(toBody(values()))}
          >
            {properties.children}
            <div className="post-actions">
              <Button
                type={state.kind === 'judged' ? 'default' : 'primary'}
                htmlType="submit"
                loading={state.kind === 'judging'}
              >
                {t('posts.check')}
              </Button>
              <span className="quiet">{t('posts.checkHint')}</span>
            </div>
          </Form>
        </TypeIntoContext>
      </FindingsContext>
      <Verdict
        kind={kind}
        state={state}
        summary={state.kind === 'judged' ? summary?.(values()) : undefined}
        needsSecond={state.kind === 'judged' && (needsSecond?.(values()) ?? false)}
        onPost={goOn}
      />
    </div>
  );
}

/** All that the API has found to be wrong. */
function findingsIn(state: PostState) {
  if (state.kind === 'judged') return state.judged.refusals;
  return state.kind === 'refused' ? state.findings : [];
}

/** Refusals go to the fields that they name, and the focus to what tells all of them. */
function useLanding(
  state: PostState,
  form: FormInstance,
  faults: RefObject<HTMLDivElement | null>,
): void {
  const wasFaulty = useRef(false);
  useLayoutEffect(() => {
    const findings = findingsIn(state);
    const isFaulty = findings.length > 0 || state.kind === 'refused' || state.kind === 'unknown';
    // What was wrong stays at its field until it is checked anew.
    if (state.kind === 'editing') return;
    if (isFaulty || wasFaulty.current) {
      const byField = placedOn(form, findings);
      form.setFields(
        form.getFieldsError().map(({ name }) => ({
          name,
          errors: (byField.get(name.join('/')) ?? []).slice(0, messagesPerFieldMax),
        })),
      );
    }
    wasFaulty.current = isFaulty;
    if (isFaulty) faults.current?.focus();
  }, [state, form, faults]);
}

/** The frame above the form tells more of them. */
const messagesPerFieldMax = 5;
