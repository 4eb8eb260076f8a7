/** What a book's vouchers and the declared shortages say about a command, as the ledger gathers it. */
import {
  type BookCommand,
  type CentreCode,
  type Facts,
  type Holder,
  parseCertificateNumber,
  type StoredBookCommand,
  shortageSources,
  shortLevels,
} from '#domain';
import type { KnownWorld } from './known-world';

export function factsOfVouchers(
  world: KnownWorld,
  centre: CentreCode,
  command: BookCommand,
  asked: BookCommand | StoredBookCommand,
): Partial<Facts> {
  switch (asked.type) {
    case 'IssueVouchers': {
      const sources = shortageSources(world.centres, centre).map((code) => world.shortages(code));
      const { liveFrom } = world.centres.get(centre) ?? {};
      return { shortLevels: shortLevels(sources, statedBy(world, centre, command), liveFrom) };
    }
    case 'IssueCertificates': {
      const numbers = asked.lines.map(({ certificateNumber }) => certificateNumber);
      return { voucherHolders: holdersOfVouchers(world, centre, numbers) };
    }
    default:
      return {};
  }
}

/** Of a proposal, the day is its author's, and whoever stated one so far back might do so. */
function statedBy(world: KnownWorld, centre: CentreCode, command: BookCommand) {
  if (command.type !== 'ApproveProposal') return command;
  const { occurredOn } = world.book(centre).proposals.get(command.proposal) ?? command;
  return { occurredOn, by: { backdate: true } };
}

function holdersOfVouchers(
  world: KnownWorld,
  centre: CentreCode,
  numbers: readonly string[],
): ReadonlyMap<string, Holder | 'forgotten'> {
  const found = new Map<string, Holder | 'forgotten'>();
  for (const text of numbers) {
    const parsed = parseCertificateNumber(text);
    const voucher = parsed && world.book(centre).vouchers.inForceFor(parsed);
    if (!voucher) continue;
    const holder = world.sealed(centre, voucher.sealedAt)[voucher.lineIndex];
    found.set(text, world.forgotten.has(text) ? 'forgotten' : holder);
  }
  return found;
}
