import { malformed, Problem, RefusedProblem } from './problem';
import { renderProblem, renderRefusal } from './render';
import { fieldTexts, problemTexts } from './texts';
import { statusTitles } from './titles';

describe('problem documents', () => {
  it('have a title for every status, and every sentence in both languages', () => {
    const sentences = [
      ...Object.values(problemTexts),
      ...Object.values(fieldTexts),
      ...Object.values(statusTitles),
    ];
    for (const { en, 'zh-CN': zh } of sentences) {
      expect(en).toMatch(/[a-z]/);
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      const parameters = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(parameters(zh)).toEqual(parameters(en));
    }
  });

  it('name the rule of the first refusal and keep the order', () => {
    const document = renderRefusal(
      new RefusedProblem([
        { rule: 'N1', code: 'serial-malformed', serial: 'x', line: 2, path: '/lines/1/serial' },
        { rule: 'N2', code: 'range-malformed', range: { from: 'b', to: 'a' } },
      ]),
      'en',
    );
    expect(document).toEqual({
      type: 'urn:liushui:problem:serial-malformed',
      title: 'Refused by a rule',
      status: 422,
      detail: expect.stringContaining('x is not a serial'),
      code: 'serial-malformed',
      rule: 'N1',
      errors: [
        {
          rule: 'N1',
          code: 'serial-malformed',
          message: expect.stringContaining('x is not a serial'),
          path: '/lines/1/serial',
          line: 2,
          serial: 'x',
        },
        {
          rule: 'N2',
          code: 'range-malformed',
          message: expect.stringContaining('b to a'),
          range: { from: 'b', to: 'a' },
        },
      ],
    });
  });

  it('say which field, and how it should be', () => {
    const document = renderProblem(
      malformed({ path: '/roster/passed', code: 'whole', params: { min: 0, max: 9 } }),
      'zh-CN',
    );
    expect(document.errors).toEqual([
      {
        code: 'whole',
        message: '必须是0至9的整数',
        path: '/roster/passed',
        params: { min: 0, max: 9 },
      },
    ]);
    expect(document.detail).toContain('/roster/passed');
    expect(renderProblem(new Problem(404, 'unknown-serial'), 'en').errors).toBeUndefined();
  });
});
