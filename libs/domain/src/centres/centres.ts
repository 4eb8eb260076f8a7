/**
 * The tree of centres and stations, folded from one stream, and the decisions on it. One stream,
 * so that "one top centre" (C1) and every parent are decided in one place.
 */
import type { CommandContext } from '../command-context';
import type { Recorded } from '../metadata';
import { codeFitsTier, institutionTypeOf } from '../numbers/institution-code';
import { isPolicyName, Policy, type PolicyEntry, policies } from '../policy';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { RequestLog } from '../request-log';
import { addDays, isPlainDate, shanghaiDate } from '../time/plain-date';
import { judgeStatedDay } from '../time/stated-day';
import type { CentreCode, PlainDate, Tier } from '../vocabulary';
import type { CentreRegistered, CentresEvent, ManagerAppointed } from './events';
import { type RegisterWitnessKey, registerWitnessKey, WitnessKeys } from './witness-keys';

export type CertificateManager = Omit<ManagerAppointed['data'], 'centre'>;
export type Centre = CentreRegistered['data'] & { readonly manager?: CertificateManager };

export interface RegisterCentre {
  type: 'RegisterCentre';
  code: CentreCode;
  name: string;
  tier: Tier;
  parent?: CentreCode;
  areaCode?: string;
  address?: string;
  postcode?: string;
  liveFrom?: PlainDate;
}

export type AppointManager = { type: 'AppointManager' } & CertificateManager;

export interface SetPolicy {
  type: 'SetPolicy';
  name: string;
  value: number;
  from: PlainDate;
  province?: CentreCode;
}

export type CentresCommandBody = RegisterCentre | AppointManager | SetPolicy | RegisterWitnessKey;
export type CentresCommand<B extends CentresCommandBody = CentresCommandBody> = B & CommandContext;

const tierAbove: Readonly<Record<Exclude<Tier, 'station'>, Tier | undefined>> = {
  ministry: undefined,
  province: 'ministry',
  city: 'province',
};
const centreSizeBytes = 1_000;

export class Centres {
  revision = -1n;
  readonly requests = new RequestLog();
  /** What was set of it; `policyFor` is how one centre sees it. */
  policy = Policy.standard;
  readonly witnessKeys = new WitnessKeys();
  private readonly byCode = new Map<CentreCode, Centre>();
  private topCode: CentreCode | undefined;

  static empty(): Centres {
    return new Centres();
  }

  get sizeBytes(): number {
    const entries = this.byCode.size + this.policy.entries.length + this.witnessKeys.count;
    return entries * centreSizeBytes + this.requests.sizeBytes;
  }

  /** The one without a parent (C1). */
  get top(): Centre | undefined {
    return this.topCode === undefined ? undefined : this.byCode.get(this.topCode);
  }

  get(code: CentreCode): Centre | undefined {
    return this.byCode.get(code);
  }

  /** In order of registration: a parent always before its children. */
  all(): IterableIterator<Centre> {
    return this.byCode.values();
  }

  /** Whether `code` is `root` or below it. */
  isWithin(code: CentreCode, root: CentreCode): boolean {
    for (let at: CentreCode | undefined = code; at !== undefined; at = this.get(at)?.parent) {
      if (at === root) return true;
    }
    return false;
  }

  /** The policy that holds for a centre: what was set for its province goes before the rest. */
  policyFor(code: CentreCode): Policy {
    let at = this.get(code);
    while (at && at.tier !== 'province' && at.parent !== undefined) at = this.get(at.parent);
    return this.policy.within(at?.tier === 'province' ? at.code : undefined);
  }

  put(centre: Centre): void {
    this.byCode.set(centre.code, centre);
    if (centre.parent === undefined) this.topCode = centre.code;
  }
}

export function evolveCentres(centres: Centres, event: Recorded<CentresEvent>): void {
  if (event.revision !== centres.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} follows ${centres.revision}`);
  }
  centres.revision = event.revision;
  centres.requests.remember(event.metadata, event.revision);
  switch (event.type) {
    case 'CentreRegistered':
      centres.put(event.data);
      return;
    case 'ManagerAppointed': {
      const { centre: code, ...manager } = event.data;
      const centre = centres.get(code);
      if (!centre) throw new Error(`${event.stream}@${event.revision}: no centre ${code}`);
      centres.put({ ...centre, manager });
      return;
    }
    case 'PolicySet':
      centres.policy = centres.policy.with(event.data);
      return;
    case 'WitnessKeyRegistered':
      centres.witnessKeys.put(event.data, event.metadata.decidedAt);
      return;
    default:
      event satisfies never;
  }
}

/** A centre's paper books are loaded within a year: until `liveFrom`, T2 asks for less. */
const liveFromDaysMax = 366;

/**
 * Judges a command on the tree, after T1 and T2 for its stated day. Registering: N4 (code), C1 (one
 * top centre), C2 (a parent one tier up; a station's parent is any centre), T2 (`liveFrom` no day,
 * or more than 366 days ahead), in this order.
 */
export function decideCentres(centres: Centres, command: CentresCommand): Decision<CentresEvent> {
  const liveFrom = centres.get(command.centre)?.liveFrom;
  const { refusals } = judgeStatedDay(command, liveFrom, centres.policyFor(command.centre));
  if (refusals.length > 0) return refusedBy(refusals);
  switch (command.type) {
    case 'RegisterCentre':
      return registerCentre(centres, command);
    case 'AppointManager': {
      if (!centres.get(command.centre)) {
        return refusedBy([
          { rule: 'Q10', code: 'centre-unknown', params: { centre: command.centre } },
        ]);
      }
      return { events: [managerAppointed(command)], warnings: [] };
    }
    case 'SetPolicy':
      return setPolicy(centres, command);
    case 'RegisterWitnessKey':
      if (!centres.get(command.centre)) {
        const params = { centre: command.centre };
        return refusedBy([{ rule: 'TL-17', code: 'centre-unknown', params }]);
      }
      return registerWitnessKey(centres.witnessKeys, command);
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

/**
 * Refuses, in this order: `policy-unknown`, `policy-out-of-bounds`, T1 (`from` is no day), C2 (the
 * province is none). Any day can be named: what was posted before was judged by what held then.
 */
function setPolicy(centres: Centres, command: CentresCommand<SetPolicy>): Decision<CentresEvent> {
  const { name, value, from, province } = command;
  if (!isPolicyName(name)) {
    return refusedBy([{ rule: 'T4', code: 'policy-unknown', params: { name } }]);
  }
  const { rule, least, most, unit } = policies[name];
  const refusals: Refusal[] = [];
  if (!Number.isInteger(value) || value < least || value > most) {
    const params = { name, least, most, unit };
    refusals.push({ rule, code: 'policy-out-of-bounds', path: '/value', params });
  }
  if (!isPlainDate(from)) {
    refusals.push({ rule: 'T1', code: 'date-malformed', path: '/from', params: { date: from } });
  }
  if (province !== undefined && centres.get(province)?.tier !== 'province') {
    const params = { centre: province };
    refusals.push({ rule: 'C2', code: 'centre-unknown', path: '/province', params });
  }
  if (refusals.length > 0) return refusedBy(refusals);
  const data: PolicyEntry = { name, value, from, ...(province === undefined ? {} : { province }) };
  return { events: [{ type: 'PolicySet', data }], warnings: [] };
}

function managerAppointed(command: CentresCommand<AppointManager>): ManagerAppointed {
  const { centre, responsible, responsiblePhone, responsibleEmail } = command;
  const { manager, managerPhone, managerEmail } = command;
  return {
    type: 'ManagerAppointed',
    data: {
      centre,
      responsible,
      responsiblePhone,
      ...(responsibleEmail === undefined ? {} : { responsibleEmail }),
      manager,
      managerPhone,
      managerEmail,
    },
  };
}

function registerCentre(
  centres: Centres,
  command: CentresCommand<RegisterCentre>,
): Decision<CentresEvent> {
  const refusals = [
    ...codeRefusals(centres, command),
    ...parentRefusals(centres, command),
    ...liveFromRefusals(command),
  ];
  if (refusals.length > 0) return refusedBy(refusals);
  const { code, name, tier, parent, areaCode, address, postcode, liveFrom } = command;
  const data: CentreRegistered['data'] = {
    code,
    name,
    tier,
    ...(parent === undefined ? {} : { parent }),
    ...(areaCode === undefined ? {} : { areaCode }),
    ...(address === undefined ? {} : { address }),
    ...(postcode === undefined ? {} : { postcode }),
    liveFrom: liveFrom ?? shanghaiDate(new Date(command.decidedAt)),
  };
  return { events: [{ type: 'CentreRegistered', data }], warnings: [] };
}

function liveFromRefusals({ liveFrom, decidedAt }: CentresCommand<RegisterCentre>): Refusal[] {
  if (liveFrom === undefined) return [];
  const at = { rule: 'T2', path: '/liveFrom' } as const;
  const days = liveFromDaysMax;
  if (!isPlainDate(liveFrom))
    return [{ ...at, code: 'date-malformed', params: { date: liveFrom } }];
  if (liveFrom <= addDays(shanghaiDate(new Date(decidedAt)), days)) return [];
  return [{ ...at, code: 'live-from-too-late', params: { date: liveFrom, days } }];
}

function codeRefusals(centres: Centres, { code, tier }: RegisterCentre): Refusal[] {
  const params = { centre: code, tier };
  if (!institutionTypeOf(code)) {
    return [{ rule: 'N4', code: 'institution-code-malformed', path: '/code', params }];
  }
  if (!codeFitsTier(code, tier)) {
    return [{ rule: 'N4', code: 'institution-code-type', path: '/code', params }];
  }
  if (centres.get(code)) return [{ rule: 'N4', code: 'centre-exists', path: '/code', params }];
  return [];
}

function parentRefusals(centres: Centres, { parent, tier }: RegisterCentre): Refusal[] {
  if (parent === undefined) {
    if (tier === 'station')
      return [{ rule: 'C1', code: 'station-without-parent', path: '/parent' }];
    if (!centres.top) return [];
    const params = { centre: centres.top.code };
    return [{ rule: 'C1', code: 'top-centre-exists', path: '/parent', params }];
  }
  const above = centres.get(parent);
  if (!above) {
    return [{ rule: 'C2', code: 'centre-unknown', path: '/parent', params: { centre: parent } }];
  }
  const fits = tier === 'station' ? above.tier !== 'station' : above.tier === tierAbove[tier];
  if (fits) return [];
  const params = { centre: parent, tier, parentTier: above.tier };
  return [{ rule: 'C2', code: 'parent-not-one-tier-up', path: '/parent', params }];
}
