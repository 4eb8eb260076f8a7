/** Random commands on vouchers and certificates of two centres, with dates stated in any order. */
import fc from 'fast-check';
import {
  CustodyCheck,
  holderOf,
  NumbersCheck,
  range,
  stocked,
  tree,
  VouchersCheck,
  type World,
} from '#testing';
import { parseVoucherNumber } from '../numbers/voucher-number';
import { isRefused } from '../refusals';
import { addDays } from '../time/plain-date';
import type { Level } from '../vocabulary';
import type { BookCommandBody, IssueVouchers } from './commands';

const { ministry, guizhou, guiyang, zunyi, guiyangStation, zunyiStation } = tree;
const stationOf: Readonly<Record<string, string>> = {
  [guiyang]: guiyangStation,
  [zunyi]: zunyiStation,
};
const kinds = [
  ...['vouchers', 'vouchers', 'vouchers', 'issue', 'issue', 'issue', 'replace', 'void'],
  ...['voidIssue', 'printReplacement', 'approve', 'declare', 'end', 'nextDay'],
] as const;

interface Step {
  readonly kind: (typeof kinds)[number];
  readonly centre: string;
  readonly sequence: number;
  readonly voucher: number;
  readonly count: number;
  readonly pick: number;
  readonly daysBack: number;
  readonly level: Level;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom(...kinds),
    centre: fc.constantFrom(guiyang, guiyang, zunyi),
    sequence: fc.integer({ min: 1, max: 12 }),
    voucher: fc.integer({ min: 1, max: 30 }),
    count: fc.integer({ min: 1, max: 4 }),
    pick: fc.nat(20),
    daysBack: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { arbitrary: fc.nat(40), weight: 1 },
    ),
    level: fc.constantFrom(5, 5, 5, 4),
  }),
  { minLength: 15, maxLength: 60 },
);

const voucherText = ({ centre }: Step, voucher: number) =>
  `${centre}PZ${String(voucher).padStart(4, '0')}`;
const numberText = ({ centre, level }: Step, sequence: number) =>
  `13${centre}${level}${String(sequence).padStart(5, '0')}`;
/** Each number belongs to one roster, mostly; each has one holder, mostly. */
const rosterFor = ({ sequence, pick }: Step) => ({
  reference: `R${pick === 0 ? 'x' : sequence % 2}`,
  signedOn: '2013-03-01',
  passed: 9,
});
const holderFor = (sequence: number, { pick }: Step) => holderOf(pick === 1 ? 99 : sequence);

type Ground = Pick<IssueVouchers, 'roster' | 'level' | 'occupation' | 'station'>;

function groundOf(step: Step): Ground {
  const { centre, level } = step;
  const station = stationOf[centre] ?? '';
  return { roster: rosterFor(step), level, occupation: { name: '焊工' }, station };
}

function commandOf(world: World, step: Step): BookCommandBody | undefined {
  const { centre, sequence, voucher, count } = step;
  const lines = Array.from({ length: count }, (_, line) => ({
    certificateNumber: numberText(step, sequence + 2 * line),
    holder: holderFor(sequence + 2 * line, step),
  }));
  const sheets = [...world.book(centre).stockUpTo('A:9', 5, 1_000)].flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  );
  const serials = sheets.slice(0, count).map((sheet) => range(sheet, sheet).from);
  switch (step.kind) {
    case 'vouchers':
      return {
        type: 'IssueVouchers',
        ...groundOf(step),
        lines: lines.map((line, at) => ({
          ...line,
          voucherNumber: voucherText(step, voucher + at),
        })),
      };
    case 'issue':
      return {
        type: 'IssueCertificates',
        ...groundOf(step),
        lines: lines.map((line, at) => ({ ...line, serial: serials[at] ?? 'A000000999' })),
      };
    case 'replace':
      return {
        type: 'ReplaceVoucher',
        voucherNumber: voucherText(step, voucher),
        replacementNumber: voucherText(step, voucher + 40 + step.pick),
        lossNotice: { newspaper: 'n', publishedOn: '2013-03-02' },
      };
    case 'void':
      return { type: 'VoidVoucher', voucherNumber: voucherText(step, voucher), reason: 'x' };
    case 'voidIssue':
      return {
        type: 'VoidIssue',
        certificateNumber: numberText(step, sequence),
        sheet: 'in-hand',
        cause: 'misprint',
        reason: 'x',
      };
    case 'printReplacement':
      return {
        type: 'PrintReplacement',
        certificateNumber: numberText(step, sequence),
        serial: serials[0] ?? 'A000000999',
        reason: 'damaged',
      };
    case 'approve':
      return { type: 'ApproveProposal', proposal: world.lastProposal(centre) };
    case 'declare':
    case 'end':
      world.shortage(
        step.kind === 'declare' ? 'DeclareShortage' : 'EndShortage',
        step.pick % 2 ? ministry : guizhou,
        [step.level],
      );
      return undefined;
    case 'nextDay':
      world.today = addDays(world.today, step.count);
      return undefined;
    default:
      step.kind satisfies never;
  }
}

/** Guiyang and Zunyi with blanks of level 5, and a shortage of both levels. */
function started(): World {
  const world = stocked();
  const ranges = [range(201, 300)];
  world.must(guizhou, { type: 'DispatchBlanks', to: zunyi, ranges, handedOverBy: 'x' });
  const consignment = world.lastConsignment(guizhou);
  const countedBy = ['甲', '乙'];
  world.must(zunyi, { type: 'ReceiveBlanks', consignment, accepted: ranges, countedBy });
  world.shortage('DeclareShortage', guizhou, [5, 4]);
  return world;
}

/** What the books say of every voucher is what the oracle says. */
function agreeWithBooks(world: World, check: VouchersCheck): void {
  for (const { number, centre, certificateNumber, fate, on } of check.all()) {
    const parsed = parseVoucherNumber(number);
    const entry = parsed && world.book(centre).vouchers.find(parsed);
    expect(entry).toMatchObject({ certificateNumber, status: fate, on });
  }
}

describe('random vouchers and certificates', () => {
  it('[V4] [V5] [C7] [T3] one in force a number, none beside a certificate, superseded in its append', () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(steps, (generated) => {
        const world = started();
        const custody = new CustodyCheck();
        const numbers = new NumbersCheck();
        const check = new VouchersCheck();
        let followed = 0;
        const followNews = () => {
          for (; followed < world.log.length; followed++) {
            const event = world.log[followed];
            const wrong = [
              ...custody.follow(event),
              ...numbers.follow(event, custody),
              ...check.follow(event),
            ];
            if (wrong.length > 0) throw new Error(wrong.join('\n'));
          }
        };
        followNews();
        for (const step of generated) {
          const command = commandOf(world, step);
          if (command) {
            const on = addDays(world.today, -step.daysBack);
            const user = step.kind === 'approve' ? 'boss' : 'clerk-a';
            const decision = world.post(step.centre, command, { on, user });
            if (!isRefused(decision)) {
              for (const { type } of decision.events) accepted.add(type);
            }
          }
          followNews();
        }
        agreeWithBooks(world, check);
      }),
      { numRuns: 200 },
    );
    // Each must have happened somewhere, or the test proves less than it says.
    expect([...accepted]).toEqual(
      expect.arrayContaining([
        ...['VouchersIssued', 'CertificatesIssued', 'VoucherSuperseded', 'VoucherReplaced'],
        ...['VoucherVoided', 'IssueVoided', 'ReplacementPrinted'],
      ]),
    );
  });
});
