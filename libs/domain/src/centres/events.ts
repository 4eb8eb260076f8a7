/** What can happen on the one stream of centres. */
import type { PolicyEntry } from '../policy';
import type { CentreCode, PlainDate, Tier } from '../vocabulary';

export const centresStream = 'centres';

export interface CentreRegistered {
  type: 'CentreRegistered';
  data: {
    code: CentreCode;
    name: string;
    tier: Tier;
    /** Absent for the top centre only. */
    parent?: CentreCode;
    areaCode?: string;
    address?: string;
    postcode?: string;
    liveFrom: PlainDate;
  };
}

export interface ManagerAppointed {
  type: 'ManagerAppointed';
  data: {
    centre: CentreCode;
    responsible: string;
    responsiblePhone: string;
    responsibleEmail?: string;
    manager: string;
    managerPhone: string;
    managerEmail: string;
  };
}

/** A number of the policy is another from a day on. */
export interface PolicySet {
  type: 'PolicySet';
  data: PolicyEntry;
}

/** The key that the centre cosigns heads of the transparency log with, from then on. */
export interface WitnessKeyRegistered {
  type: 'WitnessKeyRegistered';
  data: {
    centre: CentreCode;
    /** As `<name>+<id>+<base 64>`. */
    key: string;
  };
}

export type CentresEvent = CentreRegistered | ManagerAppointed | PolicySet | WitnessKeyRegistered;
export const centresEventTypes = [
  'CentreRegistered',
  'ManagerAppointed',
  'PolicySet',
  'WitnessKeyRegistered',
] as const satisfies readonly CentresEvent['type'][];
