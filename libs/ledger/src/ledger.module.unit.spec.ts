import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { shanghaiDate } from '#domain';
import { MemoryLog, tree } from '#testing';
import { ChangeAccess } from './access.handlers';
import { PostInBook } from './book.handlers';
import { ChangeCentres } from './centres.handlers';
import { LedgerModule } from './ledger.module';
import type { LedgerPorts } from './ports';

const centre = tree.guiyang;
const requestNow = () => ({ requestId: randomUUID(), principal: 'u1', fingerprint: '' });
const contextNow = () => {
  const decidedAt = new Date().toISOString();
  const by = { user: 'u1', role: 'clerk', centre, displayName: '张三', backdate: false } as const;
  return { centre, occurredOn: shanghaiDate(new Date(decidedAt)), by, decidedAt };
};

describe('the ledger as a Nest module', () => {
  it('has a handler for every command that it exports', async () => {
    const ports: LedgerPorts = {
      log: new MemoryLog(),
      sealing: {
        seal: async () => new Uint8Array([1]),
        openLines: async () => [],
        openAll: async () => [],
      },
      macs: {
        current: async () => ({ id: 'k1', mac: (text) => text }),
        verify: async () => true,
      },
    };
    const module = await Test.createTestingModule({
      imports: [LedgerModule.forRootAsync({ useFactory: () => ports })],
    }).compile();
    module.useLogger(false);
    const app = await module.init();
    const bus = app.get(CommandBus);
    const city = {
      type: 'RegisterCentre',
      code: centre,
      name: '贵阳市中心',
      tier: 'city',
    } as const;
    const grant = { type: 'GrantRole', user: 'u2', role: 'supervisor', backdate: false } as const;
    const blanks = {
      type: 'RegisterBlanks',
      level: 5,
      edition: '2013',
      ranges: [{ from: 'A000000001', to: 'A000000100' }],
      deliveryNote: 'DN-1',
    } as const;
    const outcomes = [
      await bus.execute(new ChangeCentres(requestNow(), { ...city, ...contextNow() })),
      await bus.execute(new ChangeAccess(requestNow(), { ...grant, ...contextNow() })),
      await bus.execute(new PostInBook(requestNow(), { ...blanks, ...contextNow() })),
    ];
    await app.close();
    const types = outcomes.flatMap((outcome) =>
      outcome.kind === 'appended' ? outcome.events.map(({ type }) => type) : [outcome.kind],
    );
    expect(types).toEqual(['CentreRegistered', 'RoleGranted', 'BlanksRegistered']);
  });
});
