/** Orders around the books: proposals decided, shortages, editions, quarters, policy and roles. */
import {
  addDays,
  type CentreCode,
  type Level,
  type PlainDate,
  quarterAfter,
  quarterStream,
  statisticalQuarterOf,
} from '#domain';
import { type Drawing, isStray } from './drawing';
import type { Ground } from './ground';
import type { Asked, Order } from './orders';
import {
  admin,
  cities,
  clerk,
  custodians,
  lead,
  parentOf,
  provinces,
  system,
  top,
  type User,
} from './people';

interface FoundProposal {
  readonly centre: CentreCode;
  readonly of: 'book' | string;
  readonly proposal: string;
  readonly expiresAt: string;
}

/** What waits for a second user, in books and editions; or all that ever did. */
function allProposals(ground: Ground, isPending: boolean): FoundProposal[][] {
  const places = [
    custodians.map((centre) => ({ centre, of: 'book', in: ground.book(centre).proposals })),
    ['e1', 'e2'].map((of) => ({ centre: top, of, in: ground.edition(of).proposals })),
  ];
  return places.map((some) =>
    some.flatMap(({ centre, of, in: proposals }) =>
      [...proposals.numbers()].flatMap((proposal) => {
        const { status, expiresAt = '' } = proposals.get(proposal) ?? {};
        return isPending && status !== 'pending' ? [] : [{ centre, of, proposal, expiresAt }];
      }),
    ),
  );
}

/** One of the last that wait for a second user; astray, what is decided, too. */
function someProposal(drawing: Drawing): FoundProposal | undefined {
  const { chance, ground } = drawing;
  const [inBooks, inEditions] = allProposals(ground, !isStray(drawing));
  return chance.any([...inBooks.slice(-8), ...inEditions.slice(-2)]);
}

/** What has expired and nobody has recorded; every order of them is due. */
export function overdue({ ground, clock }: Pick<Drawing, 'ground' | 'clock'>): Order[] {
  return allProposals(ground, true)
    .flat()
    .filter(({ expiresAt }) => Date.parse(expiresAt) <= clock.nowMs)
    .map((found) => expiryOf(found, clock.today));
}

/** The calendar records that a proposal has expired; astray, too early or once more. */
export function expiring(drawing: Drawing): Order | undefined {
  const { chance, clock, ground } = drawing;
  if (!isStray(drawing)) return chance.any(overdue(drawing));
  const found = chance.any(allProposals(ground, false).flat());
  return found && expiryOf(found, clock.today);
}

function expiryOf({ centre, of, proposal }: FoundProposal, on: PlainDate): Order {
  const body = { type: 'ExpireProposal', proposal } as const;
  const asked: Asked = of === 'book' ? { of, body } : { of: 'edition', edition: of, body };
  return { asked, centre, user: system(centre), on };
}

export function deciding(drawing: Drawing, how: 'approve' | 'refuse'): Order | undefined {
  const { chance, clock, ground } = drawing;
  const found = someProposal(drawing);
  if (!found) return undefined;
  const { centre, of, proposal } = found;
  const isClosed = of === 'book' && ground.book(centre).closedOn !== undefined;
  const home = isClosed || chance.may(15) ? (parentOf(centre) ?? centre) : centre;
  const user = isStray(drawing)
    ? chance.pick([clerk(home), lead('35010000'), lead(home, 1)])
    : lead(home, chance.may(75) ? 0 : 1);
  const body =
    how === 'approve'
      ? ({ type: 'ApproveProposal', proposal } as const)
      : ({ type: 'RefuseProposal', proposal, reason: '否' } as const);
  const asked: Asked = of === 'book' ? { of, body } : { of: 'edition', edition: of, body };
  return { asked, centre, user, on: clock.today };
}

export function shortage(drawing: Drawing): Order {
  const { chance, clock, ground } = drawing;
  const centre = isStray(drawing)
    ? chance.pick(custodians)
    : chance.pick([...provinces, ...provinces, top]);
  const level: Level = chance.may(75) ? 5 : 4;
  const isShort = ground.shortages(centre).isShort(level);
  // Shortages last, or hardly a voucher would be given.
  const ends = isStray(drawing) ? !isShort : isShort && chance.may(35);
  const type = ends ? 'EndShortage' : 'DeclareShortage';
  const on = chance.may(80) ? clock.today : addDays(clock.today, -chance.int(1, 20));
  return {
    asked: { of: 'shortage', body: { type, levels: [level] } },
    centre,
    user: lead(centre),
    on,
  };
}

export function withdrawing(drawing: Drawing): Order {
  const { chance, clock } = drawing;
  const from = addDays(clock.today, isStray(drawing) ? 0 : chance.int(1, 3));
  const body = { type: 'WithdrawEdition', from, reason: '改版' } as const;
  const edition = chance.may(70) ? 'e2' : 'e1';
  return {
    asked: { of: 'edition', edition, body },
    centre: top,
    user: lead(top, 1),
    on: clock.today,
  };
}

/** The next thing to be done on a city's application, whatever that is. */
export function applying(drawing: Drawing): Order {
  const { chance, clock, ground } = drawing;
  const centre = chance.pick(cities.slice(0, 2));
  const quarter = quarterAfter(statisticalQuarterOf(clock.today), -1);
  const file = ground.quarter(quarterStream(centre, quarter));
  const order = (user: User, body: Extract<Asked, { of: 'quarter' }>['body']): Order => ({
    asked: { of: 'quarter', quarter, body },
    centre,
    user,
    on: clock.today,
  });
  const signed = file.application?.signOffs.length ?? 0;
  if (!file.return) {
    const row = { occupation: { name: '焊工' }, level: 5 as const, assessed: 20, passed: 10 };
    return order(clerk(centre), { type: 'FileReturn', rows: [row] });
  }
  if (!file.application) {
    return order(clerk(centre), { type: 'FileApplication', planned: { 5: 8, 4: 4 } });
  }
  if (signed === 0) return order(clerk(centre, 1), { type: 'SignApplication', as: 'section-head' });
  if (signed === 1) return order(lead(centre), { type: 'SignApplication', as: 'leader' });
  if (file.review) return order(clerk(centre), { type: 'FileApplication', planned: {} });
  const granted = { 5: chance.int(2, 8), 4: chance.int(0, 4) };
  const parent = parentOf(centre) ?? top;
  return order(lead(parent), { type: 'ReviewApplication', decision: 'approved', granted });
}

/** From when what a province sends to a city must cite an application, or whether it must at all. */
export function settingPolicy({ chance, clock }: Drawing): Order {
  const value = chance.int(0, 1);
  const from = addDays(clock.today, chance.int(0, 2));
  const name = chance.may(80) ? 'cityCitesApplication' : 'provinceCitesApplication';
  const body = { type: 'SetPolicy', name, value, from } as const;
  return { asked: { of: 'centres', body }, centre: top, user: admin, on: clock.today };
}

/** A supervisor's role is taken away, or given back. */
export function changingRole({ chance, clock }: Drawing): Order {
  const centre = chance.pick(custodians);
  const { id: user, role } = lead(centre, 1);
  const body = chance.may(50)
    ? ({ type: 'WithdrawRole', user, role } as const)
    : ({ type: 'GrantRole', user, role, backdate: false } as const);
  return {
    asked: { of: 'access', body },
    centre,
    user: chance.may(80) ? admin : clerk(centre),
    on: clock.today,
  };
}
