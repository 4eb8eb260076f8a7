import type { Language } from '#domain';

/** Longest Accept-Language header that is read; a longer one counts as absent. */
const headerLengthMax = 200;

interface Wish {
  readonly tag: string;
  readonly weight: number;
}

function parseWish(part: string): Wish {
  const [tag, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

/** The language of our sentences: Chinese for any `zh` the caller prefers to English, else English. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined || acceptLanguage.length > headerLengthMax) return 'en';
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 };
  for (const { tag, weight } of acceptLanguage.split(',').map(parseWish)) {
    if (weight <= best.weight) continue;
    if (tag === 'zh' || tag.startsWith('zh-')) best = { language: 'zh-CN', weight };
    else if (tag === 'en' || tag.startsWith('en-')) best = { language: 'en', weight };
  }
  return best.language;
}
