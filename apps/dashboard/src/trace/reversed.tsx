/** A serial that was registered, and is not any more: what is said of it, and where it stands. */
import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Refused } from '../api/problem';
import { lineAddress } from '../journal/filter';
import { useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';

/** What the problem document says of it. */
interface Reversal {
  readonly serial: string;
  readonly registeredOn: string;
  readonly reversedOn: string;
  readonly centre: string;
  readonly revision: string;
  readonly actor: Pick<Schemas['ActorDto'], 'role' | 'centre'>;
  readonly hasSecond: boolean;
}

/** Undefined where the API says something else. */
export function reversalIn(error: unknown): Reversal | undefined {
  if (!(error instanceof Refused) || error.problem.code !== 'registration-reversed') return;
  const { params = {} } = error.problem;
  const textOf = (name: string) => String(params[name] ?? '');
  return {
    serial: textOf('serial'),
    registeredOn: textOf('registeredOn'),
    reversedOn: textOf('reversedOn'),
    centre: textOf('centre'),
    revision: textOf('revision'),
    actor: {
      role: textOf('role') as Schemas['ActorDto']['role'],
      centre: textOf('userCentre'),
    },
    hasSecond: params.approvedBy !== undefined,
  };
}

export function Reversed({ reversal }: { readonly reversal: Reversal }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const { serial, registeredOn, reversedOn, centre, revision, actor, hasSecond } = reversal;
  const who = t('trace.actor', { role: t(`roles.${actor.role}`), centre: nameOf(actor.centre) });
  const event = { centre, event: 'RegistrationReversed', occurredOn: reversedOn, revision };
  return (
    <Alert
      type="warning"
      role="alert"
      showIcon
      className="notice"
      title={t('trace.reversed.title', { serial })}
      description={
        <>
          {t('trace.reversed.what', {
            registered: day(registeredOn),
            reversed: day(reversedOn),
            who: hasSecond ? `${who} ${t('trace.second')}` : who,
          })}
          <p>
            <Link to={lineAddress(event)}>{t('trace.reversed.event')}</Link>
          </p>
        </>
      }
    />
  );
}
