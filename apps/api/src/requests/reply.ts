/** An answer with a status or headers of its own; handlers return it instead of a bare body. */
export class Reply<Body extends object = object> {
  constructor(
    readonly status: 200 | 201 | 202 | 204,
    readonly body?: Body,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** The answer of a query, with the position it reflects. */
export const found = <Body extends object>(position: bigint, body: Body): Reply<Body> =>
  new Reply(200, body, { 'Liushui-Position': String(position) });
