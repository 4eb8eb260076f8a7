import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { usePowers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { useWitnessing, useWitnessState, type WitnessState } from './use-witness';
import { type Found, NotJudged, type Reached, type RecomputedMap } from './verifying';
import { canWitness } from './witness-store';
import type { Outcome, Witness } from './witnessing';
import './witness.css';

interface Properties {
  readonly centre: string;
  /** In a form that carries it: takes what was cosigned, and hands it in with the rest. */
  readonly onCosigned?: (witness: Witness) => void;
}

/** The centre as a witness of the log: its key in this browser, what it has seen, and verifying now. */
export function WitnessPanel({ centre, onCosigned }: Properties) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    <section className="panel witness" aria-labelledby={heading}>
      <div className="panel-head">
        <h2 id={heading}>{t('witness.title')}</h2>
      </div>
      <p className="quiet">{t('witness.intro')}</p>
      {canWitness() ? (
        <WitnessRoom centre={centre} onCosigned={onCosigned} />
      ) : (
        <Alert type="info" showIcon title={t('witness.notHere')} />
      )}
    </section>
  );
}

function WitnessRoom({ centre, onCosigned }: Properties) {
  const { t } = useTranslation();
  const state = useWitnessState(centre);
  const { begin, cancel, dismiss, isWorking, reached, error, outcome } = useWitnessing(
    centre,
    onCosigned,
  );
  const found = state.data?.finding ?? (outcome?.kind === 'found' ? outcome : undefined);
  if (state.error) return <ProblemNotice error={state.error} onRetry={state.refetch} />;
  return (
    <>
      {state.data && <WitnessFacts centre={centre} state={state.data} />}
      <div className="actions">
        {(isWorking || !found) && (
          <Button type="primary" loading={isWorking} onClick={() => void begin()}>
            {t('witness.begin')}
          </Button>
        )}
        {isWorking && <Button onClick={cancel}>{t('witness.cancel')}</Button>}
        {isWorking && reached && <Progress reached={reached} />}
      </div>
      {error !== undefined && <Unread error={error} />}
      {found && !isWorking && (
        <Finding found={found} onAccept={(key) => void begin(key)} onDismiss={dismiss} />
      )}
      {!found && outcome?.kind === 'cosigned' && (
        <Cosigned outcome={outcome} isInForm={onCosigned !== undefined} />
      )}
    </>
  );
}

function Progress({ reached: { what, count, of = 0 } }: { readonly reached: Reached }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <span className="quiet" aria-live="polite">
      {t(`witness.reached.${what}`, { count: number(count), of: number(of) })}
    </span>
  );
}

function WitnessFacts({
  centre,
  state,
}: {
  readonly centre: string;
  readonly state: WitnessState;
}) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const { ownKey, registeredKey, listedSize, listedAt } = state;
  return (
    <>
      <dl className="facts">
        <dt>{t('witness.ownKey')}</dt>
        <dd>{ownKey ? <code>{ownKey}</code> : t('witness.noOwnKey')}</dd>
        <dt>{t('witness.registeredKey')}</dt>
        <dd>
          {registeredKey === undefined && t('witness.noRegisteredKey')}
          {registeredKey !== undefined && registeredKey === ownKey && t('witness.sameKey')}
          {registeredKey !== undefined && registeredKey !== ownKey && <code>{registeredKey}</code>}
        </dd>
        <dt>{t('witness.lastSeen')}</dt>
        <dd>
          {listedSize === undefined || listedAt === undefined
            ? t('witness.nothingSeen')
            : t('witness.seen', { size: number(listedSize), at: instant(listedAt) })}
        </dd>
      </dl>
      {ownKey !== undefined && ownKey !== registeredKey && (
        <RegisterKey centre={centre} ownKey={ownKey} />
      )}
    </>
  );
}

function RegisterKey({ centre, ownKey }: { readonly centre: string; readonly ownKey: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const powers = usePowers();
  const { send, isSending, error } = useSubmission();
  if (!powers?.supervises(centre)) return <p>{t('witness.askSupervisor')}</p>;
  const register = () =>
    send([centre, ownKey], (headers) =>
      answerOf(
        api.PUT('/api/v1/centres/{code}/witness-key', {
          params: { path: { code: centre } },
          body: { key: ownKey },
          headers,
        }),
      ),
    );
  return (
    <>
      <Button loading={isSending} onClick={() => void register()}>
        {t('witness.register')}
      </Button>
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

function Unread({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof NotJudged && error.why !== 'failed') {
    const said = t(`witness.notJudged.${error.why}`);
    return <Alert type="warning" role="alert" showIcon title={said} />;
  }
  if (error instanceof DOMException && error.name === 'NotSupportedError') {
    return <Alert type="warning" role="alert" showIcon title={t('witness.notHere')} />;
  }
  return <ProblemNotice error={error} />;
}

function Cosigned({
  outcome,
  isInForm,
}: {
  readonly outcome: Extract<Outcome, { kind: 'cosigned' }>;
  readonly isInForm: boolean;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { seenSize, comparedCount, map } = outcome.verified;
  const size = number(outcome.verified.size);
  const since =
    seenSize === 0
      ? t('witness.wholeInOrder', { size })
      : t('witness.goesOn', { size, seen: number(seenSize) });
  const others = comparedCount === 0 ? '' : t('witness.compared', { count: comparedCount });
  const handedIn = isInForm ? '' : t('witness.handedIn');
  const handed = outcome.isHandedIn ? handedIn : t('witness.notHandedIn');
  return (
    <Alert
      type={outcome.isHandedIn ? 'success' : 'info'}
      role="status"
      showIcon
      className="notice"
      title={t('witness.inOrder')}
      description={
        <>
          <p>{[since, others, handed].filter((said) => said !== '').join(' ')}</p>
          <p>
            <MapText map={map} />
          </p>
        </>
      }
    />
  );
}

/** How much of the serial map was recomputed, and what of the book it does not have yet. */
function MapText({ map }: { readonly map: RecomputedMap }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { eventCount, heldBlockCount, blockCount, laterCount, unsignedCount } = map;
  if (heldBlockCount === 0) return t('witness.mapNothing');
  const later = laterCount + unsignedCount;
  const all = t('witness.map', {
    blocks: number(blockCount),
    held: number(heldBlockCount),
    events: number(eventCount),
  });
  const drawn = blockCount < heldBlockCount ? t('witness.mapDrawn') : '';
  const behind = later > 0 ? t('witness.mapLater', { count: later }) : '';
  return [all, drawn, behind].filter((said) => said !== '').join(' ');
}

function Finding({
  found,
  onAccept,
  onDismiss,
}: {
  readonly found: Found;
  readonly onAccept: (key: string) => void;
  readonly onDismiss: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [isSaved, setSaved] = useState(false);
  const save = () => {
    saveEvidence(found);
    setSaved(true);
  };
  const { first, last, event, index } = found.params;
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="notice"
      title={t(`witness.faults.${faultOf(found)}`, { first, last, event, index })}
      description={
        <>
          <p>{t('witness.tellOthers')}</p>
          <p>{t('witness.lookFirst')}</p>
          <div className="actions">
            <Button size="small" onClick={save}>
              {t('witness.keepEvidence')}
            </Button>
            {isSaved && (
              <Button size="small" onClick={() => void onDismiss()}>
                {t('witness.putAside')}
              </Button>
            )}
          </div>
          {found.check === 'log-key-unannounced' && (
            <form
              className="actions"
              onSubmit={(event) => {
                event.preventDefault();
                onAccept(key.trim());
              }}
            >
              <Input
                aria-label={t('witness.newKey')}
                placeholder={t('witness.newKey')}
                value={key}
                onChange={({ target }) => setKey(target.value)}
              />
              <Button htmlType="submit">{t('witness.accept')}</Button>
            </form>
          )}
        </>
      }
    />
  );
}

/** What is shown of the map differs in some serials, or rests on an entry that the log does not have. */
const faultOf = ({ check, params }: Found) =>
  check === 'map-block-differs' && params.first === undefined ? 'map-rests-elsewhere' : check;

const keptMs = 60_000;

/** As a file, in the form that the command line keeps it in. */
function saveEvidence({ evidence }: Found): void {
  const text = JSON.stringify(evidence, null, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'liushui-evidence.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keptMs);
}
