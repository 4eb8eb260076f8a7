import type { Finding } from '../api/problem';
import { byEntry } from './entry-findings';

const at = (path: string): Finding => ({ code: 'c', message: 'm', path });

it('tells the entries of a list what is wrong with each', () => {
  const third = at('/lines/2/serial');
  const also = at('/lines/2/holder/name');
  const others = [at('/roster/passed'), at('/lines'), at('/linesOfAll/2'), at('')];
  expect(byEntry([third, ...others, also], 'lines')).toEqual(new Map([[2, [third, also]]]));
});
