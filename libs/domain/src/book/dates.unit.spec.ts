import {
  destroy,
  dispatch,
  holderOf,
  issue,
  number,
  range,
  receive,
  register,
  spoil,
  stocked,
  tree,
  verdict,
  World,
} from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, guiyang, zunyi } = tree;

describe('days', () => {
  it.each([
    ['T1 date-in-future', '2013-04-02', false],
    ['T1 date-malformed', '2013-02-30', false],
    ['accepted', '2013-03-01', false],
    ['T2 date-too-far-back', '2013-02-28', false],
    ['accepted', '2013-02-28', true],
    ['accepted', '2012-12-31', true],
  ])('[T1] [T2] %s on %s (backdate: %s)', (expected, on, backdate) => {
    expect(verdict(new World().post(ministry, register(1, 2), { on, backdate }))).toBe(expected);
  });

  it('[T2] far back, before the centre went live: no second user', () => {
    const world = new World();
    const options = { on: '2012-12-31', backdate: true };
    expect(world.must(ministry, register(1, 2), options)).toMatchObject([
      { type: 'BlanksRegistered' },
    ]);
  });

  it('[T2] far back, after the centre went live: a second user approves', () => {
    const world = new World();
    const options = { on: '2013-02-01', backdate: true };
    expect(world.must(ministry, register(1, 2), options)).toMatchObject([{ type: 'ProposalMade' }]);
    const proposal = world.lastProposal(ministry);
    const events = world.must(ministry, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    expect(events).toMatchObject([{ type: 'ProposalApproved' }, { type: 'BlanksRegistered' }]);
    expect(world.log.at(-1)?.metadata).toMatchObject({
      occurredOn: '2013-02-01',
      actor: { user: 'clerk-a' },
      approvedBy: { user: 'boss' },
    });
  });

  it('[T2] an issue that far back keeps its holders out of the proposal', () => {
    const world = new World();
    const on = '2013-02-01';
    const options = { on, backdate: true };
    const approve = (centre: string) => {
      const proposal = world.lastProposal(centre);
      world.must(centre, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    };
    world.must(ministry, register(1, 9), options);
    approve(ministry);
    world.must(ministry, dispatch(guizhou, 1, 9), options);
    approve(ministry);
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 9), options);
    approve(guizhou);
    world.must(guizhou, dispatch(guiyang, 1, 9), options);
    approve(guizhou);
    world.must(guiyang, receive(world.lastConsignment(guizhou), 1, 9), options);
    approve(guiyang);
    const roster = { reference: 'R-1', signedOn: '2013-01-20', passed: 100 };
    const [made] = world.must(guiyang, issue([[1, 1]], { roster }), options);
    expect(JSON.stringify(made)).not.toContain(holderOf(0).name);
    expect(made).toMatchObject({
      data: { proposal: `${guiyang}-${world.book(guiyang).revision}` },
    });
    approve(guiyang);
    const types = world.log.slice(-3).map(({ type }) => type);
    expect(types).toEqual(['ProposalApproved', 'HoldersSealed', 'CertificatesIssued']);
  });

  it('a dispatch that was approved later carries its real place in the stream', () => {
    const world = new World();
    world.must(ministry, register(1, 9), { on: '2012-12-31', backdate: true });
    world.must(ministry, dispatch(guizhou, 1, 9), { on: '2013-02-01', backdate: true });
    const proposal = world.lastProposal(ministry);
    world.must(ministry, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    expect(world.log.at(-1)).toMatchObject({
      type: 'BlanksDispatched',
      revision: 3n,
      data: { consignment: `${ministry}-3` },
    });
  });

  it('[T3] never earlier than the last event of a serial', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 1), { on: '2013-04-01' });
    world.today = '2013-04-10';
    world.must(guiyang, spoil(5, 5), { on: '2013-04-08' });
    const command = {
      ...destroy(1, 5),
      ranges: [range(1, 1), range(5, 5)],
      minutes: { on: '2013-04-05', place: 'x', method: 'y', witnesses: ['a', 'b'] },
    } as BookCommandBody;
    expect(world.post(guiyang, command, { on: '2013-04-05' })).toMatchObject({
      refusals: [{ rule: 'T3', serial: 'A000000005', params: { on: '2013-04-08' } }],
    });
  });

  it('[T3] an issue, a dispatch and a spoilage are not earlier than the receipt', () => {
    const world = stocked();
    world.today = '2013-04-10';
    const on = '2013-03-31';
    expect(verdict(world.post(guiyang, issue([[1, 1]]), { on }))).toBe(
      'T3 earlier-than-last-event',
    );
    expect(verdict(world.post(guiyang, spoil(1, 1), { on }))).toBe('T3 earlier-than-last-event');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 1), { on }))).toBe(
      'T3 earlier-than-last-event',
    );
  });

  it('[T3] a receipt or refusal is not earlier than the dispatch, a take-back than the refusal', () => {
    const world = stocked();
    world.today = '2013-04-10';
    world.must(guizhou, dispatch(zunyi, 201, 210), { on: '2013-04-05' });
    const consignment = world.lastConsignment(guizhou);
    const refuse: BookCommandBody = { type: 'RefuseBlanks', consignment, reason: 'x' };
    expect(verdict(world.post(zunyi, receive(consignment, 201, 210), { on: '2013-04-04' }))).toBe(
      'T3 earlier-than-dispatch',
    );
    expect(verdict(world.post(zunyi, refuse, { on: '2013-04-04' }))).toBe(
      'T3 earlier-than-dispatch',
    );
    world.must(zunyi, refuse, { on: '2013-04-07' });
    const takeBack: BookCommandBody = { type: 'TakeBackBlanks', consignment };
    expect(verdict(world.post(guizhou, takeBack, { on: '2013-04-06' }))).toBe(
      'T3 earlier-than-refusal',
    );
    expect(verdict(world.post(guizhou, takeBack, { on: '2013-04-07' }))).toBe('accepted');
  });

  it('[T3] a replacement is not earlier than the receipt of its blank', () => {
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    world.today = '2013-04-10';
    world.must(guizhou, dispatch(guiyang, 201, 210), { on: '2013-04-06' });
    const consignment = world.lastConsignment(guizhou);
    world.must(guiyang, receive(consignment, 201, 210), { on: '2013-04-08' });
    const command: BookCommandBody = {
      type: 'PrintReplacement',
      certificateNumber: number(1),
      serial: 'A000000201',
      reason: 'damaged',
    };
    expect(world.post(guiyang, command, { on: '2013-04-07' })).toMatchObject({
      refusals: [{ rule: 'T3', path: '/serial', params: { on: '2013-04-08' } }],
    });
  });

  it('[T3] a replacement is not earlier than the issue', () => {
    const world = stocked();
    world.today = '2013-04-10';
    world.must(guiyang, issue([[1, 1]]), { on: '2013-04-08' });
    const command: BookCommandBody = {
      type: 'PrintReplacement',
      certificateNumber: number(1),
      serial: 'A000000002',
      reason: 'damaged',
    };
    expect(verdict(world.post(guiyang, command, { on: '2013-04-07' }))).toBe(
      'T3 number-touched-later',
    );
  });
});
