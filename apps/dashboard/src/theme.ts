/**
 * Colours and type. Every text colour here has at least 4.5 : 1 against what it stands on (WCAG 2.2
 * AA); Ant Design's own defaults for links, hints and placeholders do not.
 */
import type { ThemeConfig } from 'antd/es/config-provider';
import type { Account, Level } from './stock/stock-tree';

export const ink = {
  brand: '#0b4f79',
  text: '#1b2733',
  quiet: '#52606d',
  line: '#d5dce3',
  page: '#f4f6f8',
} as const;

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ink.brand,
    colorLink: '#0b5c91',
    colorText: ink.text,
    colorTextSecondary: ink.quiet,
    colorTextTertiary: ink.quiet,
    colorTextDescription: ink.quiet,
    colorTextPlaceholder: '#67737f',
    colorError: '#b3261e',
    colorSuccess: '#1d6b3c',
    colorSuccessBg: '#e6f3eb',
    colorSuccessBorder: '#9cc9ad',
    colorBgLayout: ink.page,
    colorBorder: '#8a97a3',
    colorBorderSecondary: ink.line,
    borderRadius: 6,
    fontFamily,
    fontSize: 14,
    controlHeight: 36,
  },
  components: {
    Table: { headerBg: '#eef2f5', headerColor: ink.text, rowHoverBg: '#f3f8fb' },
    Segmented: { itemColor: ink.quiet, trackBg: '#e6ebf0' },
  },
};

/** Skilled workers in blue, technicians in amber; darker is higher. */
export const levelColours: Readonly<Record<Level, string>> = {
  5: '#9cc7e4',
  4: '#4f9bcb',
  3: '#1c6599',
  2: '#f0b64a',
  1: '#b26a00',
};

export const accountColours: Readonly<Record<Account, string>> = {
  stock: '#1c6599',
  inTransit: '#7fb4d8',
  issued: '#3d9970',
  void: '#a8a29e',
  spoiled: '#e0a13a',
  missing: '#c0392b',
  destroyed: '#57534e',
};
