/** How long one test may take: jest knows only one limit for all kinds, so each file sets its own. */
const LIMIT_MS_BY_KIND = { unit: 30_000, int: 120_000, e2e: 180_000, browser: 180_000 };

const [, kind] = /\.(\w+)\.spec\.ts$/.exec(expect.getState().testPath) ?? [];
jest.setTimeout(LIMIT_MS_BY_KIND[kind] ?? LIMIT_MS_BY_KIND.unit);
