import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { useFormat } from '../language/format';
import { useCentreNames } from '../stock/use-centres';
import { accountColours, ink } from '../theme';
import type { AccountKind } from './account';
import { type Route, routeOf, type Stop } from './route';
import { useHappening } from './use-happening';

const stepPx = 96;
const lanePx = 60;
const topPx = 32;
const bottomPx = 26;
const radiusPx = 7;

const colours: Readonly<Record<AccountKind, string>> = {
  origin: '#6b7c8c',
  stock: accountColours.stock,
  transit: accountColours.inTransit,
  issued: accountColours.issued,
  void: '#57504a',
  spoiled: '#b26a00',
  missing: accountColours.missing,
  destroyed: accountColours.destroyed,
};

const x = (index: number): number => 20 + index * stepPx;
const y = (lane: number): number => topPx + lane * lanePx;

/** From one stop to the next: along the lane, then down or up to the other. */
function way(from: Stop, to: Stop, index: number): string {
  const [x1, x2, y1, y2] = [x(index), x(index + 1), y(from.lane), y(to.lane)];
  const bend = x2 - stepPx / 2;
  return `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
}

function LaneNames({ lanes }: { readonly lanes: Route['lanes'] }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  return lanes.map((code, lane) => (
    <text
      key={code ?? 'supplier'}
      x={4}
      y={y(lane) - 13}
      fontSize={12}
      fill={ink.quiet}
      className="route-text"
    >
      {code === undefined ? t('trace.accountKinds.origin') : nameOf(code)}
    </text>
  ));
}

/** The way drawn; what it says is in its label, and step by step in the chain of custody below. */
export function RoutePicture({ history }: { readonly history: Schemas['SerialDto']['history'] }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const nameOf = useCentreNames();
  const happening = useHappening();
  const { lanes, stops } = routeOf(history);
  const widthPx = x(stops.length - 1) + 60;
  const heightPx = y(lanes.length - 1) + bottomPx + radiusPx;
  const steps = history
    .map((entry) => `${day(entry.occurredOn)} ${nameOf(entry.centre)} ${happening(entry)}`)
    .join('; ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="scrolled route" aria-label={t('trace.route')} tabIndex={0}>
      <svg
        role="img"
        aria-label={t('trace.routeSummary', { steps })}
        width={widthPx}
        height={heightPx}
        viewBox={`0 0 ${widthPx} ${heightPx}`}
      >
        {lanes.map((code, lane) => (
          <line
            key={code ?? 'supplier'}
            x1={0}
            x2={widthPx}
            y1={y(lane)}
            y2={y(lane)}
            stroke={ink.line}
          />
        ))}
        {stops.slice(1).map((stop, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a step's place is its identity.
            key={index}
            d={way(stops[index], stop, index)}
            fill="none"
            stroke={colours[stop.kind ?? 'origin']}
            strokeWidth={3}
            strokeDasharray={stops[index].kind === 'transit' ? '6 5' : undefined}
          />
        ))}
        <LaneNames lanes={lanes} />
        {stops.map((stop, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step's place is its identity.
          <g key={index}>
            <circle
              cx={x(index)}
              cy={y(stop.lane)}
              r={radiusPx}
              fill={stop.kind === 'transit' ? '#fff' : colours[stop.kind ?? 'origin']}
              stroke={colours[stop.kind ?? 'origin']}
              strokeWidth={3}
            />
            <text
              x={x(index)}
              y={y(stop.lane) + radiusPx + 15}
              textAnchor={index === 0 ? 'start' : 'middle'}
              fontSize={12}
              fill={ink.text}
              className="route-text"
            >
              {stop.kind && stop.kind !== 'origin' && t(`trace.accountKinds.${stop.kind}`)}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}
