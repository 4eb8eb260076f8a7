import { dispatch, range, receive, stocked, tree, verdict, World } from '#testing';
import type { PolicyEntry } from '../policy';
import { noQuantities } from '../vocabulary';

const { ministry, guizhou, guiyang } = tree;
const granted = { ...noQuantities, 5: 20 };

/** Blanks came down on the last day of March; the day after, cities cite by the standard policy. */
function asked(...policy: PolicyEntry[]): World {
  const world = stocked(new World('2013-03-31', policy));
  world.today = '2013-04-01';
  return world;
}

const send = (from: number, to: number, more: object = {}) =>
  ({ ...dispatch(guiyang, from, to), ...more }) as never;
const citing = { application: '2013Q2' };

describe('an application that is cited', () => {
  it('[Q7] is asked for from 2013-04-01 on unless a ministry says otherwise', () => {
    const world = asked();
    world.today = '2013-03-31';
    expect(verdict(world.post(guizhou, send(201, 205)))).toBe('accepted');
    world.today = '2013-04-01';
    expect(verdict(world.post(guizhou, send(206, 210)))).toBe('Q7 application-not-cited');
    const otherwise = asked({ name: 'cityCitesApplication', value: 0, from: '2013-01-01' });
    expect(verdict(otherwise.post(guizhou, send(201, 210)))).toBe('accepted');
  });

  it('[Q7] is asked for on the way down only', () => {
    const world = asked();
    expect(verdict(world.post(guizhou, dispatch(ministry, 201, 210)))).toBe('accepted');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 5)))).toBe('accepted');
    const backwards = { ...dispatch(guizhou, 6, 7), ...citing } as never;
    expect(verdict(world.post(guiyang, backwards))).toBe('Q7 application-not-due');
  });

  it('[Q7] was approved, and is never exceeded by all that cites it, per level', () => {
    const world = asked();
    const facts = { granted };
    const post = (from: number, to: number) =>
      verdict(world.post(guizhou, send(from, to, citing), { facts }));
    expect(verdict(world.post(guizhou, send(201, 210, citing)))).toBe('Q7 application-not-granted');
    expect(post(201, 221)).toBe('Q7 beyond-grant');
    expect(post(201, 215)).toBe('accepted');
    expect(post(216, 221)).toBe('Q7 beyond-grant');
    expect(post(216, 220)).toBe('accepted');
    expect(post(221, 221)).toBe('Q7 beyond-grant');
  });

  it('[Q7] is free again for what was taken back, not for what was received damaged or came back', () => {
    const world = asked();
    const facts = { granted };
    world.must(guizhou, send(201, 220, citing), { facts });
    const consignment = world.lastConsignment(guizhou);
    world.must(guiyang, { type: 'RefuseBlanks', consignment, reason: '破损' });
    const again = () => verdict(world.post(guizhou, send(221, 240, citing), { facts }));
    expect(again()).toBe('Q7 beyond-grant');
    world.must(guizhou, { type: 'TakeBackBlanks', consignment });
    expect(again()).toBe('accepted');
    world.must(guiyang, {
      type: 'ReceiveBlanks',
      consignment: world.lastConsignment(guizhou),
      accepted: [range(221, 230)],
      damaged: [range(231, 240)],
      countedBy: ['清点甲', '清点乙'],
    });
    const proposal = world.lastProposal(guiyang);
    world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    const more = () => verdict(world.post(guizhou, send(241, 241, citing), { facts }));
    expect(more()).toBe('Q7 beyond-grant');
    world.must(guiyang, dispatch(guizhou, 221, 230));
    world.must(guizhou, receive(world.lastConsignment(guiyang), 221, 230));
    expect(more()).toBe('Q7 beyond-grant');
  });

  it('[C17] opening stock cites none', () => {
    const world = asked();
    const centre = world.centres.get(guiyang);
    if (centre) world.centres.put({ ...centre, liveFrom: '2013-03-25' });
    expect(verdict(world.post(guizhou, send(201, 205, { opening: true })))).toBe('accepted');
    const both = send(206, 207, { opening: true, ...citing });
    expect(verdict(world.post(guizhou, both))).toBe('Q7 application-not-due');
  });

  it('[T4] is judged by record time; by the stated day only while paper books are loaded', () => {
    const world = asked();
    const late = (liveFrom: string, backdate: boolean) => {
      const centre = world.centres.get(guizhou);
      if (centre) world.centres.put({ ...centre, liveFrom });
      world.today = '2013-04-05';
      return verdict(world.post(guizhou, send(301, 301), { on: '2013-03-31', backdate }));
    };
    expect(late('2013-03-31', true)).toBe('Q7 application-not-cited');
    expect(late('2013-04-01', false)).toBe('Q7 application-not-cited');
    expect(late('2013-04-01', true)).toBe('accepted');
  });

  it('[Q12] is asked of a province only where the policy says so', () => {
    const toProvince = dispatch(guizhou, 501, 510);
    expect(verdict(asked().post(ministry, toProvince))).toBe('accepted');
    const strict = asked({ name: 'provinceCitesApplication', value: 1, from: '2013-04-01' });
    expect(verdict(strict.post(ministry, toProvince))).toBe('Q12 application-not-cited');
  });
});
