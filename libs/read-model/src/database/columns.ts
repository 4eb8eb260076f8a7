/** Column lists from the entities' metadata, so that a view's shape is written down once. */
import { type ColumnOptions, getMetadataArgsStorage } from 'typeorm';

/** A class that TypeORM knows as an entity, with rows of type `Row`. */
export type EntityOf<Row> = new () => Row;

export interface ViewColumn {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly array: boolean;
}

export interface ViewTable {
  readonly name: string;
  readonly columns: readonly ViewColumn[];
}

const known = new Map<EntityOf<unknown>, ViewTable>();

/** The table of an entity, columns in the order of its declaration. */
export function tableOf(entity: EntityOf<unknown>): ViewTable {
  const cached = known.get(entity);
  if (cached) return cached;
  const storage = getMetadataArgsStorage();
  const name = storage.tables.find((table) => table.target === entity)?.name;
  if (!name) throw new Error(`${entity.name} is no entity with a name`);
  const columns = storage.columns
    .filter((column) => column.target === entity)
    .map(({ propertyName, options }) => viewColumn(propertyName, options));
  const table = { name, columns };
  known.set(entity, table);
  return table;
}

function viewColumn(property: string, options: ColumnOptions): ViewColumn {
  return {
    property,
    name: options.name ?? property,
    type: String(options.type),
    array: options.array ?? false,
  };
}

/** The column that holds a property. */
export function columnOf(entity: EntityOf<unknown>, property: string): ViewColumn {
  const column = tableOf(entity).columns.find((candidate) => candidate.property === property);
  if (!column) throw new Error(`${entity.name} has no column for ${property}`);
  return column;
}
