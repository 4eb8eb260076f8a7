/** The flow of custody as a picture: how wide a band is says how many blanks it is. */
import { SankeyChart } from 'echarts/charts';
import { TooltipComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { accounts } from '../stock/stock-tree';
import { type ChartOption, narrowPx, useChart } from '../stock/use-chart';
import { accountColours, fontFamily, ink, levelColours } from '../theme';
import { type CustodyFlow, type FlowPart, withoutSharedEnding } from './custody-flow';

use([SankeyChart, TooltipComponent]);

const rowHeightPx = 38;
const rowsMin = 7;
const rootKey = 'in';

interface Properties {
  readonly flow: CustodyFlow;
  /** What the root is called. */
  readonly rootName: string;
  readonly nameOf: (part: FlowPart) => string;
  readonly summary: string;
  readonly onOpen: (code: string) => void;
}

interface Node {
  readonly key: string;
  readonly name: string;
  readonly amount: number;
  readonly colour: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

function colourOf({ kind, level }: FlowPart): string {
  if (level !== undefined) return levelColours[level];
  return kind === 'own' ? '#6b7c8c' : '#2f7fb5';
}

/** The parts by names that are told apart in little room. */
function partNodes(parts: readonly FlowPart[], nameOf: (part: FlowPart) => string): Node[] {
  const centres = parts.filter(({ kind }) => kind === 'centre');
  const short = withoutSharedEnding(centres.map(nameOf));
  return parts.map((part) => {
    const at = centres.indexOf(part);
    const name = at < 0 ? nameOf(part) : short[at];
    return { key: part.key, name, amount: part.total, colour: colourOf(part) };
  });
}

function useNodes({ flow, rootName, nameOf }: Properties): Node[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: rootKey, name: rootName, amount: flow.total, colour: ink.brand },
      ...partNodes(flow.parts, nameOf),
      ...accounts
        .filter((account) => flow.amounts[account] > 0)
        .map((account) => ({
          key: account,
          name: t(`accounts.${account}`),
          amount: flow.amounts[account],
          colour: accountColours[account],
        })),
    ],
    [flow, rootName, nameOf, t],
  );
}

function linksOf({ parts }: CustodyFlow): Link[] {
  return parts.flatMap(({ key, total, amounts }) => [
    { source: rootKey, target: key, value: total },
    ...accounts
      .filter((account) => amounts[account] > 0)
      .map((account) => ({ source: key, target: account, value: amounts[account] })),
  ]);
}

/** What a formatter returns as text, ECharts reads as HTML; names are what somebody typed. */
function asText(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

function useDraw(properties: Properties): (widthPx: number) => ChartOption {
  const { flow } = properties;
  const { number } = useFormat();
  const nodes = useNodes(properties);
  return useCallback(
    (widthPx) => {
      const isNarrow = widthPx < narrowPx;
      const said = new Map(nodes.map((node) => [node.key, node]));
      const shown = isNarrow ? nodes.filter(({ key }) => key !== rootKey) : nodes;
      const links = linksOf(flow).filter(({ source }) => !isNarrow || source !== rootKey);
      const textOf = (key: string) => {
        const node = said.get(key);
        return node ? `${node.name}  ${number(node.amount)}` : '';
      };
      return {
        animation: false,
        tooltip: {
          confine: true,
          formatter: (asked: unknown) => {
            const { name, data } = asked as { name: string; data: Partial<Link> };
            if (data.source === undefined || data.target === undefined) return asText(textOf(name));
            const [from, to] = [said.get(data.source)?.name, said.get(data.target)?.name];
            return asText(`${from} → ${to}  ${number(data.value ?? 0)}`);
          },
        },
        series: [
          {
            type: 'sankey',
            left: 0,
            right: isNarrow ? 104 : 150,
            top: 8,
            bottom: 12,
            nodeWidth: isNarrow ? 8 : 14,
            nodeGap: 16,
            // Nodes stand in the order of the table.
            layoutIterations: 0,
            draggable: false,
            emphasis: { focus: 'adjacency' },
            lineStyle: { color: 'target', opacity: 0.32, curveness: 0.5 },
            label: {
              fontFamily,
              fontSize: isNarrow ? 11 : 13,
              color: ink.text,
              textBorderColor: '#fff',
              textBorderWidth: 2,
              formatter: ({ name }: { name: string }) => textOf(name),
            },
            data: shown.map(({ key, colour }) => ({ name: key, itemStyle: { color: colour } })),
            links,
          },
        ],
      };
    },
    [nodes, flow, number],
  );
}

export default function CustodySankey(properties: Properties) {
  const { flow, summary, onOpen } = properties;
  const open = (name: string) => {
    const part = flow.parts.find(({ key, kind }) => key === name && kind === 'centre');
    if (part?.code !== undefined) onOpen(part.code);
  };
  const element = useChart(useDraw(properties), open);
  const rows = Math.max(rowsMin, flow.parts.length);
  return (
    <div
      ref={element}
      role="img"
      aria-label={summary}
      className="chart sankey"
      style={{ height: rows * rowHeightPx }}
    />
  );
}
