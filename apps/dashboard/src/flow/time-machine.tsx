import CaretRightOutlined from '@ant-design/icons/es/icons/CaretRightOutlined';
import LeftOutlined from '@ant-design/icons/es/icons/LeftOutlined';
import PauseOutlined from '@ant-design/icons/es/icons/PauseOutlined';
import RightOutlined from '@ant-design/icons/es/icons/RightOutlined';
import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTypedDate } from '../form-parts/typed-date';
import { daysBetween, useFormat } from '../language/format';
import { PassedOver } from '../shell/passed-over';
import { type Axis, dayAfter, type Moment, stepMonth, withinDays } from './moment';
import type { MomentInAddress } from './use-moment';

/** A slider that is being moved asks once it rests so long. */
const restMs = 200;
/** One month is looked at for so long while playing, answers' time not counted. */
const monthMs = 900;

interface Properties
  extends Pick<MomentInAddress, 'moment' | 'today' | 'setMoment' | 'passedOver'> {
  /** The first day of which anything is known; absent while that is not known. */
  readonly first: string | undefined;
  /** What is shown is not yet of the moment: playing waits for it. */
  readonly isAsking: boolean;
}

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Plays from month to month until it reaches today, or is stopped. */
function usePlaying(day: string, { today, isAsking, setMoment }: Properties) {
  const [isPlaying, setPlaying] = useState(false);
  const isAtEnd = day >= today;
  useEffect(() => {
    if (!isPlaying || isAsking) return;
    if (isAtEnd) return setPlaying(false);
    const next = withinDays(stepMonth(day, 1), day, today);
    const timer = setTimeout(() => setMoment({ on: next >= today ? undefined : next }), monthMs);
    return () => clearTimeout(timer);
  }, [isPlaying, isAsking, isAtEnd, day, today, setMoment]);
  return { isPlaying, setPlaying };
}

/** Moves at once for the eye, and asks when the hand rests. */
function useSlider(on: string, choose: (day: string) => void) {
  const [held, setHeld] = useState<string>();
  const latest = useRef(choose);
  latest.current = choose;
  // Let go of only once the address has caught up: else it would jump back for a moment.
  useEffect(() => setHeld((day) => (day === on ? undefined : day)), [on]);
  useEffect(() => {
    if (held === undefined) return;
    const timer = setTimeout(() => latest.current(held), restMs);
    return () => clearTimeout(timer);
  }, [held]);
  return { shown: held ?? on, setHeld };
}

function DayField({
  label,
  day,
  first,
  today,
  onChange,
}: {
  readonly label: string;
  readonly day: string;
  readonly first: string | undefined;
  readonly today: string;
  readonly onChange: (day: string) => void;
}) {
  const typed = useTypedDate(day, (next) => next !== '' && onChange(next));
  return (
    <label className="moment-day">
      <span className="sr-only">{label}</span>
      <input type="date" className="date-input" min={first} max={today} {...typed} />
    </label>
  );
}

/** Looks back to any past day, by either time; the address carries the day. */
export function TimeMachine(properties: Properties) {
  const { moment, today, first, setMoment } = properties;
  const { t } = useTranslation();
  const { day } = useFormat();
  const on = moment.on === undefined ? today : withinDays(moment.on, '0001-01-01', today);
  const begin = first !== undefined && first < on ? first : on;
  const choose = (next: string) => setMoment({ on: next >= today ? undefined : next });
  const { shown, setHeld } = useSlider(on, choose);
  const { isPlaying, setPlaying } = usePlaying(on, properties);
  const isPast = moment.on !== undefined && moment.on < today;
  const step = (direction: 1 | -1) => choose(withinDays(stepMonth(on, direction), begin, today));
  return (
    <section className="panel time-machine" aria-label={t('flow.timeMachine')}>
      <div className="time-machine-head">
        <Segmented<Axis>
          aria-label={t('flow.by')}
          value={moment.axis}
          options={[
            { value: 'occurred', label: t('flow.axes.occurred') },
            { value: 'recorded', label: t('flow.axes.recorded') },
          ]}
          onChange={(axis) => setMoment({ axis })}
        />
        <DayField label={t('flow.day')} day={shown} {...{ first, today }} onChange={choose} />
        <span className="time-machine-steps">
          <Button
            icon={<LeftOutlined />}
            aria-label={t('flow.monthBack')}
            disabled={on <= begin}
            onClick={() => step(-1)}
          />
          {!wantsStillness() && (
            <Button
              icon={isPlaying ? <PauseOutlined /> : <CaretRightOutlined />}
              aria-label={isPlaying ? t('flow.pause') : t('flow.play')}
              disabled={!isPlaying && on >= today}
              onClick={() => setPlaying(!isPlaying)}
            />
          )}
          <Button
            icon={<RightOutlined />}
            aria-label={t('flow.monthOn')}
            disabled={on >= today}
            onClick={() => step(1)}
          />
        </span>
        <Button disabled={!isPast} onClick={() => setMoment({ on: undefined })}>
          {t('flow.now')}
        </Button>
      </div>
      <input
        type="range"
        className="time-slider"
        aria-label={t('flow.slider')}
        aria-valuetext={day(shown)}
        min={0}
        max={daysBetween(begin, today)}
        value={daysBetween(begin, shown)}
        disabled={begin >= today}
        onChange={({ target }) => setHeld(dayAfter(begin, Number(target.value)))}
      />
      <div className="time-ends" aria-hidden>
        <span>{day(begin)}</span>
        <span>{t('flow.today', { day: day(today) })}</span>
      </div>
      {isPast ? <MomentSaid moment={moment} /> : <p className="quiet">{t('flow.saidNow')}</p>}
      <PassedOver what={properties.passedOver} />
    </section>
  );
}

/** Which past moment is shown, in words. */
export function MomentSaid({ moment: { axis, on } }: { readonly moment: Moment }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  return (
    <p role="status" className="moment-said">
      {on !== undefined && t(`flow.said.${axis}`, { day: day(on) })}
    </p>
  );
}
