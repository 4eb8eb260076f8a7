/** One of each mistake and of how it is set right, in a world where Guiyang issued 1–10. */
import { number, range, spoil } from './commands';
import { holderOf, tree, type World } from './world';

const { ministry, guiyang } = tree;

/**
 * Numbers 3 and 4 change sheets, 5 was on 15 in truth, 6 is replaced by 16 and that is voided, 7 is
 * voided; an older certificate is replaced by 17; 18 was not spoiled.
 */
export function mendMistakes(world: World): void {
  const sheet = (ordinal: number) => range(ordinal, ordinal).from;
  const line = (sequence: number, from: number, to: number) => ({
    certificateNumber: number(sequence),
    recordedSerial: sheet(from),
    actualSerial: sheet(to),
  });
  const lines = [
    line(3, 3, 4),
    line(4, 4, 3),
    { ...line(5, 5, 15), recordedSheet: 'stock' as const },
  ];
  world.settle(guiyang, { type: 'CorrectIssues', lines, reason: '错位' });
  const lossNotice = { newspaper: '贵州日报', publishedOn: '2013-03-28' };
  const lost = { type: 'PrintReplacement', reason: 'lost', lossNotice } as const;
  world.must(guiyang, { ...lost, certificateNumber: number(6), serial: sheet(16) });
  const voided = { type: 'VoidIssue', cause: 'other', reason: '错发' } as const;
  world.settle(guiyang, { ...voided, certificateNumber: number(6), sheet: 'in-hand' });
  world.settle(guiyang, { ...voided, certificateNumber: number(7), sheet: 'not-found' });
  const original = {
    issuedOn: '2009-07-01',
    level: 5,
    occupation: { name: '焊工' },
    station: tree.guiyangStation,
    holder: holderOf(9),
    serial: 'Z000000001',
  } as const;
  const older = number(1, { year: '09' });
  world.settle(guiyang, { ...lost, certificateNumber: older, serial: sheet(17), original });
  world.must(guiyang, spoil(18, 18));
  world.settle(guiyang, { type: 'ReverseSpoilage', ranges: [range(18, 18)], reason: '误登' });
  world.settle(ministry, {
    type: 'ReverseRegistration',
    ranges: [range(1_000, 1_000)],
    reason: '误登',
  });
}
