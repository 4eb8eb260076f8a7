import { useTranslation } from 'react-i18next';
import { beijingDay, useFormat } from '../language/format';
import { type Step, stepsOf } from './cycle-steps';
import type { Quarter } from './use-quarter';

function useDetail(quarter: Quarter): (step: Step) => string | undefined {
  const { t } = useTranslation();
  const { day, number } = useFormat();
  const { application, review, sent, received } = quarter;
  const nameOf = (as: string) => {
    const user = application?.signOffs.find((one) => one.as === as)?.user;
    return quarter.people.find((person) => person.user === user)?.name ?? undefined;
  };
  const outOf = (count: number) =>
    t('quarters.outOf', { count: number(count), of: number(review?.granted?.total ?? 0) });
  return ({ name }) => {
    switch (name) {
      case 'return':
        if (!quarter.return) return t('quarters.dueOn', { day: day(quarter.returnDueOn) });
        return quarter.return.late
          ? t('quarters.returnStatus.late')
          : day(beijingDay(quarter.return.filedAt));
      case 'application':
        if (quarter.status === 'zero') return t('quarters.status.zero');
        return application ? day(beijingDay(application.filedAt)) : undefined;
      case 'section-head':
      case 'leader':
        return nameOf(name);
      case 'review':
        if (!review) return undefined;
        return `${t(`quarters.status.${review.decision}`)} · ${day(review.on)}`;
      case 'sent':
        return review?.granted && outOf(sent.total);
      case 'received':
        return review?.granted && outOf(received.total);
      default:
        name satisfies never;
        return undefined;
    }
  };
}

/** From the return to the blanks in the safe: what is done, what is next. */
export function StepsLine({ quarter }: { readonly quarter: Quarter }) {
  const { t } = useTranslation();
  const detail = useDetail(quarter);
  return (
    <ol className="steps">
      {stepsOf(quarter).map((step) => (
        <li key={step.name} className={`is-${step.state}`}>
          <span className="step-name">{t(`quarters.steps.${step.name}`)}</span>
          <span className="quiet">{t(`quarters.stepStates.${step.state}`)}</span>
          <span className="quiet">{detail(step)}</span>
        </li>
      ))}
    </ol>
  );
}
