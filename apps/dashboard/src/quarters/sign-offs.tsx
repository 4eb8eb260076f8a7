import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useSubmission } from '../form-parts/use-submission';
import type { Powers } from '../session/powers';
import { PassedSince } from './return-section';
import type { Quarter } from './use-quarter';

const signers = ['section-head', 'leader'] as const;
type Signer = (typeof signers)[number];

interface Properties {
  readonly quarter: Quarter;
  readonly powers: Powers;
}

/** Q5: two users other than who filed; the leader is a supervisor. */
function maySign({ quarter, powers }: Properties, as: Signer): boolean {
  const { application, review, people, centre } = quarter;
  if (!application || review || !powers.posts(centre)) return false;
  if (people.some(({ isCaller }) => isCaller)) return false;
  return as === 'section-head' || powers.supervises(centre);
}

/** Who has signed, who may, and why the others may not. */
export function SignOffs({ quarter, powers }: Properties) {
  const { t } = useTranslation();
  const api = useApi();
  const { send, isSending, error } = useSubmission();
  const { application, people } = quarter;
  const sign = (as: Signer) =>
    send([quarter.centre, quarter.quarter, application?.filedAt, as], (headers) =>
      answerOf(
        api.POST('/api/v1/centres/{code}/quarters/{quarter}/application/sign-offs', {
          params: { path: { code: quarter.centre, quarter: quarter.quarter } },
          body: { as },
          headers,
        }),
      ),
    );
  return (
    <>
      <h3 className="after">{t('quarters.signOffs')}</h3>
      {!quarter.review && <PassedSince quarter={quarter} />}
      <ul className="sign-offs">
        {signers.map((as) => {
          const signed = application?.signOffs.find((one) => one.as === as);
          const name = people.find(({ user }) => user === signed?.user)?.name;
          return (
            <li key={as}>
              <span className="step-name">{t(`quarters.steps.${as}`)}</span>
              {signed ? (
                <span>{t('quarters.signedByWho', { name: name ?? signed.user })}</span>
              ) : (
                <>
                  <span className="quiet">{t('quarters.notSigned')}</span>
                  {maySign({ quarter, powers }, as) && (
                    <Button type="primary" loading={isSending} onClick={() => void sign(as)}>
                      {t(`quarters.sign.${as}`)}
                    </Button>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      <p className="hint">{t('quarters.whoSigns')}</p>
      <FormProblem error={error} />
    </>
  );
}
