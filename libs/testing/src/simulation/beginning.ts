/** How every simulated world begins: centres, supervisors, blanks on their way down. */
import { type BookCommandBody, bookStream, type CentreCode } from '#domain';
import { sendsUncited } from '../world';
import type { Chance } from './chance';
import { type Clients, isStored, verdictOf } from './clients';
import type { Clock } from './clock';
import type { Asked, Order } from './orders';
import { admin, allCentres, cities, clerk, custodians, lead, top, type User } from './people';
import type { SimulatedStore } from './simulated-store';

const range = (series: string, from: number, to: number) => ({
  from: `${series}${String(from).padStart(6, '0')}`,
  to: `${series}${String(to).padStart(6, '0')}`,
});

/** Down the tree, level 5 as A and level 4 as B; the rest stays where it is. */
const handed: readonly [CentreCode, CentreCode, ReturnType<typeof range>[]][] = [
  [top, '52000000', [range('A', 11, 60), range('B', 5, 30)]],
  [top, '35000000', [range('A', 61, 80), range('B', 31, 40)]],
  ['52000000', '52010000', [range('A', 21, 40), range('B', 11, 20)]],
  ['52000000', '52030000', [range('A', 41, 50)]],
  ['35000000', '35010000', [range('A', 66, 72)]],
  ['35000000', '35020000', [range('A', 73, 75)]],
];

export async function beginning(
  clients: Clients,
  store: SimulatedStore,
  clock: Clock,
  chance: Chance,
): Promise<void> {
  const must = async (order: Omit<Order, 'on'>): Promise<void> => {
    const claim = await clients.post({ ...order, on: clock.today });
    if (!claim.outcome || !isStored(claim.outcome)) throw new Error(verdictOf(claim));
  };
  for (const { code, tier, parent, liveFrom } of allCentres) {
    const body = { type: 'RegisterCentre', code, name: code, tier, parent, liveFrom } as const;
    await must({ asked: { of: 'centres', body }, centre: code, user: admin });
  }
  for (const centre of custodians) {
    for (const { id: user, role } of [lead(centre), lead(centre, 1)]) {
      const body = { type: 'GrantRole', user, role, backdate: false } as const;
      await must({ asked: { of: 'access', body }, centre, user: admin });
    }
  }
  for (const centre of cities) {
    const manager = { manager: '管', managerPhone: '1', managerEmail: 'a@b.cn' };
    const body = { responsible: '责', responsiblePhone: '1', ...manager };
    const asked = { of: 'centres', body: { type: 'AppointManager', ...body } } as const;
    await must({ asked, centre, user: admin });
  }
  const uncited = { type: 'SetPolicy', ...sendsUncited } as const;
  await must({ asked: { of: 'centres', body: uncited }, centre: top, user: admin });
  const post = (centre: CentreCode, body: BookCommandBody) =>
    must({ asked: { of: 'book', body }, centre, user: clerk(centre) });
  for (const [level, edition, ranges] of [
    [5, 'e1', [range('A', 1, 70)]],
    [5, 'e2', [range('A', 71, 80)]],
    [4, 'e1', [range('B', 1, 40)]],
  ] as const) {
    await post(top, { type: 'RegisterBlanks', level, edition, ranges, deliveryNote: '单' });
  }
  for (const [from, to, ranges] of handed) {
    await post(from, { type: 'DispatchBlanks', to, ranges, handedOverBy: '押' });
    const sent = store.events(bookStream(from)).at(-1);
    if (sent?.type !== 'BlanksDispatched') throw new Error('nothing was sent');
    const { consignment } = sent.data;
    const countedBy = ['甲', '乙'];
    await post(to, { type: 'ReceiveBlanks', consignment, accepted: ranges, countedBy });
  }
  await apply(must, chance);
  const declare = { type: 'DeclareShortage', levels: [5] } as const;
  const province = '52000000';
  await must({ asked: { of: 'shortage', body: declare }, centre: province, user: lead(province) });
}

type Must = (order: Omit<Order, 'on'>) => Promise<void>;

/** Guiyang applies for blanks; in some worlds its province has granted them, and asks for it. */
async function apply(must: Must, chance: Chance): Promise<void> {
  const [centre, province] = ['52010000', '52000000'];
  const order = (user: User, body: Extract<Asked, { of: 'quarter' }>['body']) =>
    must({ asked: { of: 'quarter', quarter: '2013Q1', body }, centre, user });
  const row = { occupation: { name: '焊工' }, level: 5, assessed: 20, passed: 10 } as const;
  await order(clerk(centre), { type: 'FileReturn', rows: [row] });
  await order(clerk(centre), { type: 'FileApplication', planned: { 5: 8, 4: 4 } });
  await order(clerk(centre, 1), { type: 'SignApplication', as: 'section-head' });
  await order(lead(centre), { type: 'SignApplication', as: 'leader' });
  if (chance.may(50)) return;
  const granted = { 5: chance.int(2, 8), 4: chance.int(0, 4) };
  await order(lead(province), { type: 'ReviewApplication', decision: 'approved', granted });
  if (chance.may(50)) return;
  const body = { type: 'SetPolicy', ...sendsUncited, value: 1 } as const;
  const asked = { of: 'centres', body } as const;
  await must({ asked, centre: top, user: admin });
}
