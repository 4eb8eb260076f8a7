/** The sentence of every refusal and warning, in both languages; `{name}` stands for a parameter. */
export const messages = {
  'serial-malformed': {
    en: '{serial} is not a serial: up to 6 capital letters, then 6 to 12 digits',
    'zh-CN': '{serial} 不是有效的流水码：至多6个大写字母，后接6至12位数字',
  },
} as const satisfies Record<string, { en: string; 'zh-CN': string }>;

export type MessageCode = keyof typeof messages;
export type Language = 'en' | 'zh-CN';

/** The sentence for a refusal or warning. */
export function messageOf(
  code: MessageCode,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  const template: string = messages[code][language];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
