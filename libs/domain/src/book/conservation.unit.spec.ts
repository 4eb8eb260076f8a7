/** Random commands over a tree of centres, with dates stated in any order. */
import fc from 'fast-check';
import {
  bookSteps,
  CustodyCheck,
  centreOfStep,
  commandOfStep,
  NumbersCheck,
  statementFaults,
  stepCentres,
  stepOrdinalsMax,
  stockedTree,
  type World,
} from '#testing';
import { parseCertificateNumber } from '../numbers/certificate-number';
import { isRefused } from '../refusals';
import { addDays } from '../time/plain-date';
import type { CertificatesIssued } from './events';

describe('random commands over a tree of centres', () => {
  it('[C16] [P3] [T3] every serial in one account, nothing lost, one serial a number, no account negative on any past day, statements that add up', () => {
    const accepted = new Map<string, number>();
    const happened = new Set<string>();
    fc.assert(
      fc.property(bookSteps, (generated) => {
        const world = stockedTree();
        const check = new CustodyCheck();
        const numbers = new NumbersCheck();
        let followed = 0;
        const followNews = () => {
          for (; followed < world.log.length; followed++) {
            const event = world.log[followed];
            happened.add(event.type);
            const wrong = [...check.follow(event), ...numbers.follow(event, check)];
            if (wrong.length > 0) throw new Error(wrong.join('\n'));
          }
        };
        followNews();
        for (const drawn of generated) {
          const step = { ...drawn, centre: centreOfStep(world, drawn) };
          const command = commandOfStep(world, step);
          if (!command) continue;
          const on = addDays(world.today, -step.daysBack);
          const user = step.kind === 'approve' ? 'boss' : `clerk-${step.difference}`;
          const backdate = step.pick % 2 === 0;
          if (!isRefused(world.post(step.centre, command, { on, user, backdate }))) {
            accepted.set(step.kind, (accepted.get(step.kind) ?? 0) + 1);
          }
          followNews();
        }
        agreeWithBooks(world, check);
        for (const centre of stepCentres) {
          const days = { from: addDays(world.today, -4), to: addDays(world.today, -1) };
          expect(statementFaults(world.log, centre, days)).toEqual([]);
        }
        for (const event of world.log) {
          if (event.type === 'CertificatesIssued') agreeOnNumbers(world, event, numbers);
        }
      }),
      { numRuns: 150 },
    );
    // Every kind of step must have been accepted somewhere, or the test proves less than it says.
    expect([...accepted.keys()].sort()).toEqual(
      [
        'answer',
        'approve',
        'correct',
        'count',
        'destroy',
        'dispatch',
        'issue',
        'lose',
        'recover',
        'refuse',
        'refuseProposal',
        'register',
        'replace',
        'reverseRegistration',
        'reverseSpoilage',
        'spoil',
        'takeBack',
        'void',
      ].sort(),
    );
    // So must what only a second user's approval leads to.
    expect([...happened]).toEqual(
      expect.arrayContaining([
        'SerialDestroyed',
        'RegistrationReversed',
        'SpoilageReversed',
        'SerialsReportedMissing',
        'SerialsRecovered',
        'IssueCorrected',
        'IssueVoided',
      ]),
    );
  });
});

/** What a book has in an account of its own is what the oracle says. */
function agreeWithBooks(world: World, check: CustodyCheck): void {
  for (const book of world.allBooks()) {
    for (let ordinal = 0; ordinal < stepOrdinalsMax + 40; ordinal++) {
      const status = book.holdingOf({ series: 'A:6', ordinal })?.status;
      const where = check.where(`A:6/${ordinal}`);
      const here = where?.endsWith(`@${book.centre}`) ? where.split('@')[0] : undefined;
      if (status === 'transit' || status === 'origin' || status === undefined)
        expect(here).toBeUndefined();
      else expect(status).toBe(here);
    }
  }
}

/** The book has in force for each number of a post what the oracle says. */
function agreeOnNumbers(
  world: World,
  { data, stream }: { data: CertificatesIssued['data']; stream: string },
  check: NumbersCheck,
): void {
  const { numbers } = world.book(stream.slice('book-'.length));
  for (const { certificateNumber } of data.runs) {
    const parsed = parseCertificateNumber(certificateNumber);
    const entry = parsed && numbers.find(parsed);
    const { series, ordinal } = entry?.serial ?? {};
    const known = entry?.state === 'in-force' ? `${series}/${ordinal}` : undefined;
    expect(known).toBe(check.serialOf(certificateNumber));
  }
}
