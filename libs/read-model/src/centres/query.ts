/** Centres and the tree they form. */
import type { CentreCode, PlainDate, Tier } from '#domain';
import type { View } from '../database/snapshot';

export interface CentreOfficials {
  readonly responsible: string;
  readonly responsiblePhone: string;
  readonly responsibleEmail?: string;
  readonly manager: string;
  readonly managerPhone: string;
  readonly managerEmail: string;
  readonly appointedOn: PlainDate;
}

export interface CentreAnswer {
  readonly code: CentreCode;
  readonly name: string;
  readonly tier: Tier;
  /** Absent for the top centre only. */
  readonly parent?: CentreCode;
  /** From the top centre down to this one, itself included. */
  readonly path: readonly CentreCode[];
  readonly areaCode?: string;
  readonly address?: string;
  readonly postcode?: string;
  readonly liveFrom: PlainDate;
  readonly registeredAt: Date;
  /** Absent while it is open. */
  readonly closedOn?: PlainDate;
  readonly officials?: CentreOfficials;
}

interface Row {
  code: string;
  name: string;
  tier: Tier;
  parent: string | null;
  path: string[];
  area_code: string | null;
  address: string | null;
  postcode: string | null;
  live_from: string;
  registered_at: Date;
  responsible: string | null;
  responsible_phone: string | null;
  responsible_email: string | null;
  manager: string | null;
  manager_phone: string | null;
  manager_email: string | null;
  manager_appointed_on: string | null;
  closed_on: string | null;
}

const columns = `code, name, tier, parent, path, area_code, address, postcode, live_from::text,
  registered_at, responsible, responsible_phone, responsible_email, manager, manager_phone,
  manager_email, manager_appointed_on::text, closed_on::text`;

export async function readCentre(view: View, code: CentreCode): Promise<CentreAnswer | undefined> {
  const [row] = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.centre WHERE code = $1`,
    [code],
  );
  return row && centre(row);
}

/** Every centre at and below `root` (of the whole tree unless said), parents before children. */
export async function readCentres(view: View, root?: CentreCode): Promise<CentreAnswer[]> {
  const rows = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.centre
     WHERE ${root === undefined ? 'true' : 'path @> ARRAY[$1::text]'}
     ORDER BY path`,
    root === undefined ? [] : [root],
  );
  return rows.map(centre);
}

function centre(row: Row): CentreAnswer {
  return {
    code: row.code,
    name: row.name,
    tier: row.tier,
    parent: row.parent ?? undefined,
    path: row.path,
    areaCode: row.area_code ?? undefined,
    address: row.address ?? undefined,
    postcode: row.postcode ?? undefined,
    liveFrom: row.live_from,
    registeredAt: row.registered_at,
    closedOn: row.closed_on ?? undefined,
    officials: officials(row),
  };
}

function officials(row: Row): CentreOfficials | undefined {
  const { responsible, responsible_phone, manager, manager_phone, manager_email } = row;
  if (responsible === null || responsible_phone === null || manager === null) return undefined;
  if (manager_phone === null || manager_email === null || row.manager_appointed_on === null) {
    return undefined;
  }
  return {
    responsible,
    responsiblePhone: responsible_phone,
    responsibleEmail: row.responsible_email ?? undefined,
    manager,
    managerPhone: manager_phone,
    managerEmail: manager_email,
    appointedOn: row.manager_appointed_on,
  };
}
