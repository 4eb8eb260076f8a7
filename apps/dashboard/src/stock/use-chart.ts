/** A chart that fits its frame. ECharts is fetched with this file, by the charts alone. */
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type RefObject, useEffect, useRef } from 'react';

use([SVGRenderer]);

/** Narrower than this a chart is drawn for a phone. */
export const narrowPx = 600;

export type ChartOption = Parameters<EChartsType['setOption']>[0];

/** Draws anew when the frame's width or what is drawn changes; `onClick` gets the datum's name. */
export function useChart(
  draw: (widthPx: number) => ChartOption,
  onClick?: (name: string) => void,
): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const latest = useRef({ draw, onClick });
  latest.current = { draw, onClick };
  useEffect(() => {
    if (!element.current) return;
    const made = init(element.current);
    chart.current = made;
    made.on('click', ({ name }) => latest.current.onClick?.(name));
    const observer = new ResizeObserver(() => {
      made.resize();
      made.setOption(latest.current.draw(made.getWidth()), { notMerge: true });
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    if (!chart.current) return;
    chart.current.resize();
    chart.current.setOption(draw(chart.current.getWidth()), { notMerge: true });
  }, [draw]);
  return element;
}
