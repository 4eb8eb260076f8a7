/** Stacked bars, one for each centre. */
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { fontFamily, ink } from '../theme';
import type { Columns } from './columns';
import type { StockLine } from './stock-tree';
import { type ChartOption, narrowPx, useChart } from './use-chart';

use([BarChart, GridComponent, TooltipComponent]);

const barHeightPx = 30;
const frameHeightPx = 44;

interface Properties {
  readonly lines: readonly StockLine[];
  readonly columns: Columns;
}

type Draw = (widthPx: number) => ChartOption;

function useDraw(lines: readonly StockLine[], { columns, sum }: Columns): Draw {
  const { number } = useFormat();
  const text = { color: ink.text, fontSize: 13, fontFamily };
  return (widthPx) => ({
    animation: false,
    textStyle: { fontFamily },
    grid: { left: 0, right: widthPx < narrowPx ? 48 : 64, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      confine: true,
      valueFormatter: (value: unknown) => number(Number(value)),
    },
    xAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: widthPx < narrowPx ? 2 : 5,
      axisLabel: {
        ...text,
        show: widthPx >= narrowPx,
        color: ink.quiet,
        formatter: (value: number) => number(value),
      },
      splitLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: lines.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
      axisLabel: {
        ...text,
        interval: 0,
        width: widthPx < narrowPx ? 118 : 250,
        overflow: 'break',
        lineHeight: 15,
      },
    },
    series: columns.map(({ title, colour, of }, index) => ({
      type: 'bar',
      stack: 'all',
      name: title,
      color: colour,
      barMaxWidth: 18,
      data: lines.map(({ figures }) => of(figures)),
      // The last part of a bar bears the sum of all, also where it is itself of no width.
      ...(index === columns.length - 1 && {
        label: {
          ...text,
          show: true,
          position: 'right',
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            number(sum(lines[dataIndex].figures)),
        },
      }),
    })),
  });
}

export default function StockChart({ lines, columns }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const element = useChart(useDraw(lines, columns));
  const parts = lines
    .map(({ name, figures }) => `${name}: ${number(columns.sum(figures))}`)
    .join('; ');
  const rowPx = globalThis.innerWidth < narrowPx ? barHeightPx + 8 : barHeightPx;
  return (
    <>
      <ul className="legend" aria-hidden>
        {columns.columns.map(({ key, title, colour }) => (
          <li key={key}>
            <span className="legend-colour" style={{ background: colour }} />
            {title}
          </li>
        ))}
      </ul>
      <div
        ref={element}
        role="img"
        aria-label={t('stock.chartSummary', { parts })}
        className="chart"
        style={{ height: frameHeightPx + lines.length * rowPx }}
      />
    </>
  );
}
