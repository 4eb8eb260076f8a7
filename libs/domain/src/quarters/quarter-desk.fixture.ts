import { tree, World } from '#testing';
import type { Recorded } from '../metadata';
import { isRefused } from '../refusals';
import type { CentreCode, Role } from '../vocabulary';
import { noQuantities } from '../vocabulary';
import type { QuarterCommandBody, ReviewApplication } from './commands';
import { decideQuarter } from './decide-quarter';
import { type QuarterEvent, quarterStream } from './events';
import type { QuarterFacts } from './facts';
import { emptyQuarterFile, evolveQuarter, type QuarterFile } from './quarter-file';
import { quartersInReach } from './quarters-in-reach';

const { guiyang } = tree;

export interface Asked {
  readonly user?: string;
  readonly role?: Role;
  readonly backdate?: boolean;
  /** Whose user asks; the centre's own unless said. */
  readonly from?: CentreCode;
  readonly occurredOn?: string;
  readonly facts?: Partial<QuarterFacts>;
}

/** One quarter's file in a small installation whose centres have managers. */
export class Desk {
  readonly world = new World();
  readonly file: QuarterFile;
  today = '2013-04-01';
  private count = 0;

  constructor(
    readonly centre: CentreCode = guiyang,
    quarter = '2013Q1',
  ) {
    this.file = emptyQuarterFile(quarterStream(centre, quarter));
    for (const known of [...this.world.centres.all()]) {
      const manager = {
        responsible: '甲',
        responsiblePhone: '1',
        manager: '乙',
        managerPhone: '2',
      };
      this.world.centres.put({ ...known, manager: { ...manager, managerEmail: 'a@b.cn' } });
    }
  }

  /** Decides, and files what was accepted. */
  post(body: QuarterCommandBody, asked: Asked = {}): string {
    const { user = 'filer', role = 'clerk', backdate = false, occurredOn = this.today } = asked;
    const decidedAt = `${this.today}T02:00:00.000Z`;
    const by = { user, displayName: user, role, centre: asked.from ?? this.centre, backdate };
    const { quarter, centre } = this.file;
    const context = { centre, quarter, occurredOn, by, decidedAt };
    const { centres } = this.world;
    const decision = decideQuarter(
      this.file,
      { ...body, ...context },
      {
        centres,
        policy: centres.policyFor(centre),
        reach: quartersInReach('2013-01-01', this.today),
        destroyed: { reports: [], bookRevision: 7n },
        figures: {
          received: noQuantities,
          passed: noQuantities,
          destroyed: noQuantities,
          replaced: noQuantities,
          stock: noQuantities,
        },
        countedAt: [{ centre, revision: '7' }],
        passed: this.file.application?.data.figures.passed ?? noQuantities,
        ...asked.facts,
      },
    );
    if (isRefused(decision)) {
      return decision.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ');
    }
    for (const event of decision.events) {
      const { user, role, centre } = by;
      const metadata = { schema: 1, actor: { user, role, centre }, occurredOn, decidedAt };
      evolveQuarter(this.file, {
        ...event,
        id: `${this.count}`,
        stream: quarterStream(this.centre, this.file.quarter),
        revision: this.file.revision + 1n,
        position: BigInt(++this.count),
        recordedAt: new Date(decidedAt),
        metadata: { ...metadata, correlationId: 'r' },
      } as Recorded<QuarterEvent>);
    }
    const warnings = decision.warnings.map(({ rule, code }) => ` (${rule} ${code})`);
    return `${decision.events.map(({ type }) => type).join(', ') || 'nothing'}${warnings.join('')}`;
  }

  on(today: string): this {
    this.today = today;
    return this;
  }

  sign(): void {
    this.post({ type: 'SignApplication', as: 'section-head' }, { user: 'head' });
    this.post({ type: 'SignApplication', as: 'leader' }, { user: 'leader', role: 'supervisor' });
  }
}

export const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 } as const;
export const fileReturn = { type: 'FileReturn', rows: [row] } as const;
export const passedTen = { facts: { rostersPassed: { ...noQuantities, 5: 10 } } };
export const apply = { type: 'FileApplication', planned: { 5: 10 } } as const;
export const ofTen = {
  facts: {
    figures: {
      received: noQuantities,
      passed: { ...noQuantities, 5: 10 },
      destroyed: noQuantities,
      replaced: noQuantities,
      stock: noQuantities,
    },
  },
};
export const approve = (granted: ReviewApplication['granted'] = { 5: 10 }): ReviewApplication => ({
  type: 'ReviewApplication',
  decision: 'approved',
  granted,
});
export const sendBack: ReviewApplication = {
  type: 'ReviewApplication',
  decision: 'returned',
  reason: '库存有误',
};
export const reviewer = { user: 'reviewer', role: 'supervisor' } as const;
