import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';

function NewKey({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Browsers offer the clipboard only to pages that came over TLS or from this machine.
    await navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <Alert
      type="warning"
      role="status"
      showIcon
      className="notice after"
      title={t('administration.keyOnce')}
      description={
        <>
          <code className="hash new-key">{text}</code>
          <div className="actions">
            <Button onClick={() => void copy()}>
              {t(isCopied ? 'administration.copied' : 'administration.copy')}
            </Button>
          </div>
        </>
      }
    />
  );
}

/** Keys for programs: each shown once, deleted at once. */
export function ApiKeys({ username }: { readonly username: string }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const api = useApi();
  const [made, setMade] = useState<string>();
  const { send, isSending, error: refusal } = useSubmission();
  const path = { username };
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', username],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/users/{username}/api-keys', { params: { path }, signal })),
  });
  const make = async () => {
    const answer = await send([username, 'key'], () =>
      answerOf(
        api.POST('/api/v1/users/{username}/api-keys', { params: { path }, body: {} as never }),
      ),
    );
    setMade(answer?.key);
  };
  const remove = (id: string) =>
    send([username, id], () =>
      answerOf(
        api.DELETE('/api/v1/users/{username}/api-keys/{id}', {
          params: { path: { username, id } },
        }),
      ),
    );
  if (error) return <ProblemNotice error={error} onRetry={refetch} />;
  if (!data) return <Skeleton active />;
  return (
    <>
      <p className="hint">{t('administration.keysWhat')}</p>
      {data.items.length === 0 ? (
        <p className="quiet">{t('administration.noKeys')}</p>
      ) : (
        <ul className="keys">
          {data.items.map(({ id, createdAt }) => (
            <li key={id}>
              <code>{id}</code> <span className="quiet">{instant(createdAt)}</span>
              <Button
                size="small"
                danger
                aria-label={t('administration.deleteKeyOf', { id })}
                onClick={() => void remove(id)}
              >
                {t('administration.deleteKey')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {made !== undefined && <NewKey key={made} text={made} />}
      <FormProblem error={refusal} />
      <div className="actions">
        <Button loading={isSending} onClick={() => void make()}>
          {t('administration.makeKey')}
        </Button>
      </div>
    </>
  );
}
