import { Captured } from '../test/captured';
import { Report } from './surroundings';

const hostile = '\u001b[2J\rA\u202eB\u009bC\nNo findings.';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

function printed(json: boolean): string {
  const [stdout, stderr] = [new Captured(), new Captured()];
  const report = new Report({ stdout, stderr, env: {}, language: 'en', json });
  const params = { problem: hostile };
  report.add({ check: 'event-unreadable', severity: 'error', params, events: [] });
  report.print({ reference: hostile }, [`paper ${hostile}`]);
  return stdout.text;
}

describe('what stands in events, when it is printed', () => {
  it('steers no terminal and adds no line', () => {
    const text = printed(false);
    expect(text).not.toMatch(steering);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
    expect(text).toContain('paper \\u001b[2J\\u000dA\\u202eB\\u009bC\\u000aNo findings.');
  });

  it('stays the same in JSON', () => {
    const text = printed(true);
    expect(text).not.toMatch(steering);
    expect(JSON.parse(text)).toMatchObject({
      reference: hostile,
      findings: [{ params: { problem: hostile } }],
    });
  });
});
