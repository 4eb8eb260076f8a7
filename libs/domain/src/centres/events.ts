/** What can happen on the one stream of centres. */
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

export type CentresEvent = CentreRegistered | ManagerAppointed;
export const centresEventTypes = [
  'CentreRegistered',
  'ManagerAppointed',
] as const satisfies readonly CentresEvent['type'][];
