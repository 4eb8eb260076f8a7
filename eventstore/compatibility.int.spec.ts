import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compatibilityPage, EMBEDDED_NODE } from '#testing';

const PATH = join(__dirname, 'COMPATIBILITY.md');

describe('COMPATIBILITY.md', () => {
  it('says what the contract suite expects; UPDATE_COMPATIBILITY=1 writes it anew', () => {
    const page = compatibilityPage(EMBEDDED_NODE);
    if (process.env.UPDATE_COMPATIBILITY === '1') writeFileSync(PATH, page);
    expect(readFileSync(PATH, 'utf8')).toBe(page);
  });
});
