/** What clients ask for: one command on one stream, by one user, for one day. */
import {
  type AccessCommandBody,
  accessStream,
  type BookCommandBody,
  bookStream,
  type CentreCode,
  type CentresCommand,
  type CommandContext,
  centresStream,
  type EditionCommandBody,
  editionStream,
  type PlainDate,
  type QuarterCommandBody,
  quarterStream,
  type ShortageCommandBody,
  shortageStream,
} from '#domain';
import type { Outcome, Request } from '#ledger';
import type { Office } from './office';
import type { User } from './people';

type CentresBody = Pick<CentresCommand & { type: 'SetPolicy' }, 'type' | 'name' | 'value' | 'from'>;
type RegisterBody = Pick<
  CentresCommand & { type: 'RegisterCentre' },
  'type' | 'code' | 'name' | 'tier' | 'parent' | 'liveFrom'
>;
type AppointBody = Omit<CentresCommand & { type: 'AppointManager' }, keyof CommandContext>;

export type Asked =
  | { readonly of: 'book'; readonly body: BookCommandBody }
  | { readonly of: 'shortage'; readonly body: ShortageCommandBody }
  | { readonly of: 'edition'; readonly edition: string; readonly body: EditionCommandBody }
  | { readonly of: 'quarter'; readonly quarter: string; readonly body: QuarterCommandBody }
  | { readonly of: 'centres'; readonly body: CentresBody | RegisterBody | AppointBody }
  | { readonly of: 'access'; readonly body: AccessCommandBody };

export interface Order {
  readonly asked: Asked;
  readonly centre: CentreCode;
  readonly user: User;
  readonly on: PlainDate;
}

export function streamOf({ asked, centre }: Order): string {
  switch (asked.of) {
    case 'book':
      return bookStream(centre);
    case 'shortage':
      return shortageStream(centre);
    case 'edition':
      return editionStream(asked.edition);
    case 'quarter':
      return quarterStream(centre, asked.quarter);
    case 'centres':
      return centresStream;
    case 'access':
      return accessStream;
    default:
      asked satisfies never;
      throw new Error('unknown ledger');
  }
}

/** Hands an order to the ledger of a process that it is for, to be judged as of `decidedAt`. */
export function execute(
  office: Office,
  { asked, centre, user, on }: Order,
  request: Request,
  decidedAt: string,
): Promise<Outcome> {
  const { id, role, backdate } = user;
  const by = { user: id, displayName: id, role, centre: user.centre, backdate };
  const context: CommandContext = { centre, occurredOn: on, by, decidedAt };
  switch (asked.of) {
    case 'book':
      return office.books.execute(request, { ...asked.body, ...context });
    case 'shortage':
      return office.shortages.execute(request, { ...asked.body, ...context });
    case 'edition':
      return office.editions.execute(request, asked.edition, { ...asked.body, ...context });
    case 'quarter': {
      const command = { ...asked.body, ...context, quarter: asked.quarter };
      const fresh = (code: CentreCode) => office.books.book(code, { fresh: true });
      return office.quarters.execute(request, command, fresh);
    }
    case 'centres':
      return office.centres.execute(request, { ...asked.body, ...context });
    case 'access':
      return office.access.execute(request, { ...asked.body, ...context });
    default:
      asked satisfies never;
      throw new Error('unknown ledger');
  }
}

/** One line for people. */
export function spoken({ asked, centre, user, on }: Order): string {
  const { type, ...rest } = asked.body;
  const where = asked.of === 'book' ? '' : ` (${asked.of})`;
  return `${user.id} for ${centre}${where} on ${on}: ${type} ${JSON.stringify(rest)}`;
}
