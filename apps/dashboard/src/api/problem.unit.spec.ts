import { isPassing, OutOfReach, Refused, readProblem } from './problem';

describe('problems', () => {
  it('reads a problem document', () => {
    const body = {
      title: 'Not found',
      detail: 'This serial was never registered',
      code: 'unknown-serial',
      rule: 'N1',
      requestId: 'b1946ac9',
    };
    expect(readProblem(404, body)).toEqual({ ...body, status: 404 });
  });

  it('keeps what is wrong with each field, and nothing that is no finding', () => {
    const finding = { code: 'required', message: 'is required', path: '/name' };
    const { errors } = readProblem(400, { errors: [finding, null, 'x', { code: 7 }] });
    expect(errors).toEqual([finding]);
  });

  it.each([[undefined], [null], ['<html>Bad gateway</html>'], [{ code: 7, title: null }]])(
    'makes a problem of %p, which is none',
    (body) => {
      expect(readProblem(502, body)).toEqual({
        status: 502,
        code: 'status-502',
        title: '',
        detail: '',
      });
    },
  );

  it('tells what may pass by itself from what will not', () => {
    const refused = (status: number) => new Refused(readProblem(status, {}));
    expect([new OutOfReach(), refused(503), refused(429)].map(isPassing)).not.toContain(false);
    expect(
      [refused(404), refused(422), refused(403), new TypeError()].map(isPassing),
    ).not.toContain(true);
  });
});
