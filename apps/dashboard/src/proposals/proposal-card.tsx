import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { FindingList } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { useEventNames } from '../posts/event-names';
import type { Posted } from '../posts/use-post';
import { useDecides } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { Closed, isWithdrawn, type Proposal } from './closed';
import { CommandFacts, type StoredCommand } from './command-facts';
import { Meanwhile } from './meanwhile';

export interface Decided {
  readonly proposal: Proposal;
  readonly isApproved: boolean;
  readonly answer: Posted;
}

interface Properties {
  readonly proposal: Proposal;
  /** It waits no longer: decided, by whomever, or expired, while the user was deciding it. */
  readonly isGone: boolean;
  /** The user has begun to decide it, or does so no longer. */
  readonly onBegun: (isBegun: boolean) => void;
  readonly onDecided: (decided: Decided) => void;
}

/** Events that a command leads to, for a proposal's title. */
const eventOf: Readonly<Record<string, string>> = {
  RegisterBlanks: 'BlanksRegistered',
  ReverseRegistration: 'RegistrationReversed',
  DispatchBlanks: 'BlanksDispatched',
  ReceiveBlanks: 'BlanksReceived',
  RefuseBlanks: 'BlanksRefused',
  TakeBackBlanks: 'BlanksTakenBack',
  IssueCertificates: 'CertificatesIssued',
  CorrectIssues: 'IssueCorrected',
  VoidIssue: 'IssueVoided',
  SpoilSerials: 'SerialsSpoiled',
  ReverseSpoilage: 'SpoilageReversed',
  DestroySerials: 'SerialDestroyed',
  ReportMissing: 'SerialsReportedMissing',
  RecoverSerials: 'SerialsRecovered',
  CountStock: 'StockCounted',
  CloseCentre: 'CentreClosed',
  PrintReplacement: 'ReplacementPrinted',
  IssueVouchers: 'VouchersIssued',
  ReplaceVoucher: 'VoucherReplaced',
  VoidVoucher: 'VoucherVoided',
  WithdrawEdition: 'EditionWithdrawn',
  ForgetHolder: 'HolderForgotten',
};

export function useProposalTitle(): (proposal: Proposal) => string {
  const { t } = useTranslation();
  const namesOf = useEventNames();
  return ({ command }) => {
    const { type } = command as StoredCommand;
    return t('proposals.title', { what: namesOf([eventOf[type] ?? type]) });
  };
}

export function ProposalCard({ proposal, ...deciding }: Properties) {
  const { t } = useTranslation();
  const { instant, day } = useFormat();
  const nameOf = useCentreNames();
  const titleOf = useProposalTitle();
  const { centre, status, madeByName, madeAt, occurredOn, expiresAt, isOwn } = proposal;
  return (
    <article className="panel proposal" id={proposal.proposal} aria-label={titleOf(proposal)}>
      <div className="proposal-head">
        <h2>{titleOf(proposal)}</h2>
        {!deciding.isGone && (
          <span className={`badge is-proposal-${status}`}>
            {isWithdrawn(proposal) ? t('proposals.withdrawn') : t(`proposals.statuses.${status}`)}
          </span>
        )}
      </div>
      <p className="quiet">
        {t('proposals.made', {
          number: proposal.proposal,
          centre: nameOf(centre),
          who: isOwn ? t('proposals.you') : (madeByName ?? t('proposals.somebody')),
          at: instant(madeAt),
          day: day(occurredOn),
        })}
      </p>
      <CommandFacts command={proposal.command as StoredCommand} />
      {status === 'pending' ? (
        <>
          {!deciding.isGone && (
            <p className="quiet">{t('proposals.expires', { at: instant(expiresAt) })}</p>
          )}
          <Decision proposal={proposal} {...deciding} />
        </>
      ) : (
        <Closed proposal={proposal} />
      )}
    </article>
  );
}

type Step = 'open' | 'approve' | 'refuse';

function Decision({ proposal, isGone, onBegun, onDecided }: Properties) {
  const { t } = useTranslation();
  const [step, setStepAlone] = useState<Step>('open');
  const setStep = (next: Step) => {
    setStepAlone(next);
    onBegun(next !== 'open');
  };
  const mayDecide = useDecides()(proposal);
  const decide = useDecide(proposal, onDecided);
  const { isOwn } = proposal;
  // While the user's own decision is under way, it may well be that which ended it.
  const isOver = isGone && !decide.isSending;
  if (!mayDecide && !isOwn) {
    return <p className="proposal-whose">{t('proposals.notYours')}</p>;
  }
  return (
    <div className="decision">
      {isOwn && (
        <p className="proposal-whose">
          {t('proposals.own')}
          <span className="rule">{t('errors.rule', { rule: proposal.rule })}</span>
        </p>
      )}
      {isOver ? (
        <Meanwhile
          proposal={proposal}
          isSent={decide.error !== undefined}
          onClose={() => setStep('open')}
        />
      ) : (
        <NotDecided error={decide.error} />
      )}
      {step === 'open' && (
        <div className="post-choices">
          {mayDecide && (
            <Button type="primary" onClick={() => setStep('approve')}>
              {t('proposals.approve')}
            </Button>
          )}
          <Button onClick={() => setStep('refuse')}>
            {isOwn ? t('proposals.withdraw') : t('proposals.refuse')}
          </Button>
        </div>
      )}
      {step === 'approve' && (
        <div className="post-choices">
          <span>{t('proposals.approveWhat')}</span>
          <Button
            type="primary"
            autoFocus
            disabled={isOver}
            loading={decide.isSending}
            onClick={() => void decide.approve()}
          >
            {t('proposals.approveNow')}
          </Button>
          {!isOver && <Button onClick={() => setStep('open')}>{t('proposals.notYet')}</Button>}
        </div>
      )}
      {step === 'refuse' && (
        <Refusal
          isOwn={isOwn}
          isOver={isOver}
          isSending={decide.isSending}
          onRefuse={(reason) => void decide.refuse(reason)}
          onBack={() => setStep('open')}
        />
      )}
    </div>
  );
}

/** One decision, under one key until it is known to be taken. */
function useDecide(proposal: Proposal, onDecided: Properties['onDecided']) {
  const api = useApi();
  const { isSending, error, send } = useSubmission();
  const path = { proposal: proposal.proposal };
  const approve = async () => {
    const answer = await send({ ...path, approve: true }, (header) =>
      answerOf(
        api.POST('/api/v1/proposals/{proposal}/approval', { params: { path, header }, body: {} }),
      ),
    );
    if (answer) onDecided({ proposal, isApproved: true, answer: answer as Posted });
  };
  const refuse = async (reason: string) => {
    const body = { reason };
    const answer = await send({ ...path, ...body }, (header) =>
      answerOf(
        api.POST('/api/v1/proposals/{proposal}/refusal', { params: { path, header }, body }),
      ),
    );
    if (answer) onDecided({ proposal, isApproved: false, answer: answer as Posted });
  };
  return { isSending, error, approve, refuse };
}

/** Judged again, a rule says no: it stays pending. */
function NotDecided({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (error === undefined) return null;
  const isByRule = error instanceof Refused && error.problem.status === 422;
  if (!isByRule) return <ProblemNotice error={error} />;
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="notice"
      title={t('proposals.judgedAgain')}
      description={
        <>
          <FindingList findings={error.problem.errors ?? []} />
          <p>{t('proposals.staysPending')}</p>
        </>
      }
    />
  );
}

interface RefusalProperties {
  readonly isOwn: boolean;
  readonly isOver: boolean;
  readonly isSending: boolean;
  readonly onRefuse: (reason: string) => void;
  readonly onBack: () => void;
}

const reasonLengthMax = 2_000;

function Refusal({ isOwn, isOver, isSending, onRefuse, onBack }: RefusalProperties) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const field = useRef<TextAreaRef>(null);
  const refuse = () => {
    if (reason.trim() !== '') return onRefuse(reason.trim());
    setMissing(true);
    field.current?.focus();
  };
  const type = (text: string) => {
    setReason(text);
    setMissing(false);
  };
  return (
    <div className="refusal">
      <label htmlFor={id}>
        {isOwn ? t('proposals.withdrawReason') : t('proposals.refuseReason')}
      </label>
      <Input.TextArea
        id={id}
        ref={field}
        autoFocus
        value={reason}
        readOnly={isOver}
        maxLength={reasonLengthMax}
        autoSize={{ minRows: 2, maxRows: 6 }}
        status={isMissing ? 'error' : ''}
        aria-invalid={isMissing}
        aria-describedby={isMissing ? `${id}-missing` : undefined}
        onChange={({ target }) => type(target.value)}
      />
      {isMissing && (
        <p id={`${id}-missing`} role="alert" className="field-fault">
          {t('posts.missing')}
        </p>
      )}
      <div className="post-choices">
        <Button danger type="primary" disabled={isOver} loading={isSending} onClick={refuse}>
          {isOwn ? t('proposals.withdraw') : t('proposals.refuse')}
        </Button>
        {!isOver && <Button onClick={onBack}>{t('proposals.notYet')}</Button>}
      </div>
    </div>
  );
}
