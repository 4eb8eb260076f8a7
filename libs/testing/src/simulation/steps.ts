/** What a run consists of: steps that can be left out one by one and still mean something. */
import { Chance } from './chance';
import type { Drawing } from './drawing';
import {
  applying,
  changingRole,
  deciding,
  expiring,
  settingPolicy,
  shortage,
  withdrawing,
} from './drawing-offices';
import {
  correcting,
  issuing,
  issuingVouchers,
  replacing,
  replacingOriginal,
  replacingVoucher,
  voiding,
  voidingVoucher,
} from './drawing-papers';
import {
  closing,
  counting,
  destroying,
  dispatching,
  losing,
  receiving,
  recovering,
  refusing,
  registering,
  reversingRegistration,
  reversingSpoilage,
  spoiling,
  takingBack,
} from './drawing-sheets';
import type { Order } from './orders';

/** How often a step asks for something of a kind. */
const orderWeights = {
  register: 2,
  reverseRegistration: 2,
  dispatch: 7,
  receive: 9,
  refuse: 3,
  takeBack: 4,
  issue: 9,
  correct: 5,
  void: 5,
  spoil: 5,
  reverseSpoilage: 3,
  destroy: 4,
  lose: 3,
  recover: 4,
  count: 2,
  replace: 8,
  replaceOriginal: 2,
  issueVouchers: 6,
  replaceVoucher: 3,
  voidVoucher: 2,
  shortage: 3,
  withdraw: 1,
  close: 2,
  approve: 22,
  refuseProposal: 2,
  expire: 3,
  apply: 3,
  policy: 1,
  role: 1,
} as const;
const kindsTriedMax = 4;
export type OrderKind = keyof typeof orderWeights;

const stepWeights = {
  /** One client, one order. */
  order: 100,
  /** Several clients at once, on what they all saw before. */
  burst: 14,
  /** An old request comes once more. */
  repeat: 5,
  /** A key is used for something else. */
  misuse: 1,
  /** Time passes. */
  time: 8,
  /** A process dies and another takes its place. */
  kill: 3,
  /** Somebody's sealed lines can be read no more. */
  forget: 2,
  /** Projections hear of what happened, some of it again. */
  deliver: 6,
} as const;
export type StepKind = keyof typeof stepWeights;

export interface Step {
  readonly kind: StepKind;
  /** Seed of all that the step draws. */
  readonly seed: number;
}

/** The steps of a seed, always the same. */
export function stepsOf(seed: number, count: number): Step[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => ({
    kind: chance.weighted(stepWeights),
    seed: chance.draw(),
  }));
}

/** An order of some kind that makes sense now; undefined when there is nothing to name. */
export function someOrder(
  drawing: Drawing,
  forgotten: ReadonlySet<string>,
): { kind: OrderKind; order: Order } | undefined {
  for (let tries = 0; tries < kindsTriedMax; tries++) {
    const kind = drawing.chance.weighted(orderWeights);
    const order = orderOf(kind, drawing, forgotten);
    if (order) return { kind, order };
  }
  return undefined;
}

function orderOf(
  kind: OrderKind,
  drawing: Drawing,
  forgotten: ReadonlySet<string>,
): Order | undefined {
  switch (kind) {
    case 'register':
      return registering(drawing);
    case 'reverseRegistration':
      return reversingRegistration(drawing);
    case 'dispatch':
      return dispatching(drawing);
    case 'receive':
      return receiving(drawing);
    case 'refuse':
      return refusing(drawing);
    case 'takeBack':
      return takingBack(drawing);
    case 'issue':
      return issuing(drawing);
    case 'correct':
      return correcting(drawing);
    case 'void':
      return voiding(drawing);
    case 'spoil':
      return spoiling(drawing);
    case 'reverseSpoilage':
      return reversingSpoilage(drawing);
    case 'destroy':
      return destroying(drawing);
    case 'lose':
      return losing(drawing);
    case 'recover':
      return recovering(drawing);
    case 'count':
      return counting(drawing);
    case 'replace':
      return replacing(drawing, forgotten);
    case 'replaceOriginal':
      return replacingOriginal(drawing);
    case 'issueVouchers':
      return issuingVouchers(drawing);
    case 'replaceVoucher':
      return replacingVoucher(drawing);
    case 'voidVoucher':
      return voidingVoucher(drawing);
    case 'shortage':
      return shortage(drawing);
    case 'withdraw':
      return withdrawing(drawing);
    case 'close':
      return closing(drawing);
    case 'approve':
      return deciding(drawing, 'approve');
    case 'refuseProposal':
      return deciding(drawing, 'refuse');
    case 'expire':
      return expiring(drawing);
    case 'apply':
      return applying(drawing);
    case 'policy':
      return settingPolicy(drawing);
    case 'role':
      return changingRole(drawing);
    default:
      kind satisfies never;
  }
}
