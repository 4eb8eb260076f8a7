import type { PoolClient } from 'pg';
import {
  type CentreClosed,
  type CentreRegistered,
  centreOfBook,
  type ManagerAppointed,
  type Recorded,
} from '#domain';
import { KeyedChanges } from '../database/keyed-changes';
import { CentreRow } from './centre.entity';

/** Centres registered and managers appointed in a batch. */
export class CentreChanges extends KeyedChanges<CentreRow> {
  constructor() {
    super(CentreRow, 'code');
  }

  register(event: Recorded<CentreRegistered>): void {
    const { code, name, tier, parent, areaCode, address, postcode, liveFrom } = event.data;
    this.insert({
      code,
      name,
      tier,
      parent: parent ?? null,
      path: [],
      areaCode: areaCode ?? null,
      address: address ?? null,
      postcode: postcode ?? null,
      liveFrom,
      registeredAt: event.recordedAt,
      registeredPosition: event.position,
      responsible: null,
      responsiblePhone: null,
      responsibleEmail: null,
      manager: null,
      managerPhone: null,
      managerEmail: null,
      managerAppointedOn: null,
      closedOn: null,
    });
  }

  appoint(event: Recorded<ManagerAppointed>): void {
    const { centre, responsibleEmail, ...officials } = event.data;
    this.update(centre, {
      ...officials,
      responsibleEmail: responsibleEmail ?? null,
      managerAppointedOn: event.metadata.occurredOn,
    });
  }

  close(event: Recorded<CentreClosed>): void {
    const centre = centreOfBook(event.stream);
    if (centre === undefined) throw new Error(`${event.type} outside a book: ${event.stream}`);
    this.update(centre, { closedOn: event.metadata.occurredOn });
  }

  /** A centre's parent never changes, so its path is written once, with the centre. */
  override async write(client: PoolClient, schema: string): Promise<void> {
    const added = [...this.inserted().values()];
    const paths = await this.pathsOfParents(client, schema, added);
    for (const centre of added) {
      const above = centre.parent === null ? [] : paths.get(centre.parent);
      if (!above) throw new Error(`centre ${centre.code} has an unknown parent ${centre.parent}`);
      centre.path = [...above, centre.code];
      paths.set(centre.code, centre.path);
    }
    await super.write(client, schema);
  }

  private async pathsOfParents(
    client: PoolClient,
    schema: string,
    added: readonly CentreRow[],
  ): Promise<Map<string, string[]>> {
    const parents = new Set(added.flatMap(({ parent }) => (parent === null ? [] : [parent])));
    if (parents.size === 0) return new Map();
    const { rows } = await client.query<{ code: string; path: string[] }>(
      `SELECT code, path FROM "${schema}".centre WHERE code = ANY($1)`,
      [[...parents]],
    );
    return new Map(rows.map(({ code, path }) => [code, path]));
  }
}
