/** Small charts below each other, one for each thing that happens to blanks, by month and level. */
import { BarChart } from 'echarts/charts';
import { GridComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { levels } from '../stock/stock-tree';
import { type ChartOption, narrowPx, useChart } from '../stock/use-chart';
import { fontFamily, ink, levelColours } from '../theme';
import { type Trends, trendNames } from './trends';

use([BarChart, GridComponent, TitleComponent, TooltipComponent]);

const oneHeightPx = 140;
const headPx = 30;

function useDraw(trends: Trends): (widthPx: number) => ChartOption {
  const { t } = useTranslation();
  const { number, month } = useFormat();
  return useCallback(
    (widthPx) => {
      const left = widthPx < narrowPx ? 40 : 56;
      const quiet = { color: ink.quiet, fontSize: 12, fontFamily };
      const shownLevels = levels.filter((level) => trends.levels.includes(level));
      return {
        animation: false,
        textStyle: { fontFamily },
        tooltip: {
          trigger: 'axis',
          axisPointer: { type: 'shadow' },
          confine: true,
          valueFormatter: (value: unknown) => number(Number(value)),
        },
        title: trendNames.map((name, index) => ({
          text: `${t(`flow.trend.${name}`)}  ${number(trends.sums[name])}`,
          left: 0,
          top: index * oneHeightPx,
          textStyle: { color: ink.text, fontSize: 13, fontWeight: 600, fontFamily },
        })),
        grid: trendNames.map((_, index) => ({
          left,
          right: 4,
          top: index * oneHeightPx + headPx,
          height: oneHeightPx - headPx - 30,
        })),
        xAxis: trendNames.map((_, index) => ({
          type: 'category',
          gridIndex: index,
          data: trends.months.map(month),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: ink.line } },
          axisLabel: { ...quiet, hideOverlap: true },
        })),
        yAxis: trendNames.map((_, index) => ({
          type: 'value',
          gridIndex: index,
          minInterval: 1,
          splitNumber: 2,
          axisLabel: { ...quiet, formatter: (value: number) => number(value) },
          splitLine: { lineStyle: { color: ink.line } },
        })),
        series: trendNames.flatMap((name, index) =>
          shownLevels.map((level) => ({
            type: 'bar' as const,
            name: t(`levels.L${level}`),
            stack: name,
            xAxisIndex: index,
            yAxisIndex: index,
            color: levelColours[level],
            barMaxWidth: 22,
            data: trends.months.map((at) => trends.of(name, at, level)),
          })),
        ),
      };
    },
    [trends, t, number, month],
  );
}

export default function TrendChart({ trends }: { readonly trends: Trends }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const element = useChart(useDraw(trends));
  const parts = trendNames
    .map((name) => `${t(`flow.trend.${name}`)}: ${number(trends.sums[name])}`)
    .join('; ');
  return (
    <>
      <ul className="legend" aria-hidden>
        {levels
          .filter((level) => trends.levels.includes(level))
          .map((level) => (
            <li key={level}>
              <span className="legend-colour" style={{ background: levelColours[level] }} />
              {t(`levels.L${level}`)}
            </li>
          ))}
      </ul>
      <div
        ref={element}
        role="img"
        aria-label={t('flow.trendSummary', { parts })}
        className="chart"
        style={{ height: trendNames.length * oneHeightPx }}
      />
    </>
  );
}
