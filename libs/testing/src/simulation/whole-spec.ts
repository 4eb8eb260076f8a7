/** Half of the seeds of a test run: two files share them, so that two processes do. */
import { firstSeed, simulateSeeds } from './seeds';

export const seedsPerFile = 250;
const limitMs = 300_000;

/** Kinds of events and of rare ones that so many seeds must meet, or they prove less than they say. */
const mustHappen = [
  'BlanksRegistered',
  'RegistrationReversed',
  'BlanksDispatched on an application',
  'BlanksDispatched as opening stock',
  'BlanksReceived',
  'BlanksRefused',
  'BlanksTakenBack',
  'CertificatesIssued',
  'VoucherSuperseded',
  'IssueCorrected',
  'IssueVoided',
  'IssueVoided and another restored',
  'ReplacementPrinted for loss',
  'ReplacementPrinted of an older certificate',
  'ReplacementPrinted after a void replacement',
  'SerialsSpoiled',
  'SpoilageReversed',
  'SerialDestroyed',
  'SerialsReportedMissing',
  'SerialsRecovered into stock',
  'SerialsRecovered into spoiled',
  'StockCounted',
  'VouchersIssued',
  'VoucherReplaced',
  'VoucherVoided',
  'CentreClosed',
  'ProposalRefused',
  'ProposalExpired',
  'EditionWithdrawn',
  'ShortageDeclared',
  'ShortageEnded',
  'ApplicationReviewed',
  'PolicySet',
  'RoleWithdrawn',
];

const mustBefall = [
  'request-lost',
  'answer-lost',
  'conflict-with-itself',
  'killed-before',
  'killed-after',
  'late',
  'reading-lost',
];

export function describeSeeds(half: 0 | 1): void {
  const first = firstSeed() + half * seedsPerFile;

  describe(`${seedsPerFile} worlds from SIMULATION_SEED=${first} on`, () => {
    it(
      '[C15] [C16] [P3] [T3] [V4] keeps every rule, whatever befalls processes, store and clients',
      async () => {
        const { happened, faults } = await simulateSeeds(first, seedsPerFile);
        expect([...happened.keys()]).toEqual(expect.arrayContaining(mustHappen));
        expect([...faults.keys()].sort()).toEqual([...mustBefall].sort());
      },
      limitMs,
    );
  });
}
