/** Requests by chance: what the contract has and what it has not, in any order, and too often. */
import { writeHead } from '../log/message-parts';

export type Random = (below: number) => number;
export type RequestKind = 'batch' | 'append' | 'read';

const HEAD_SIZE_BYTES_MAX = 16;
const TEXT = '0190af3c-1111-4222-8333-0123456789ab';

function head(tag: number, value: number): Buffer {
  const target = Buffer.alloc(HEAD_SIZE_BYTES_MAX);
  return target.subarray(0, writeHead(target, 0, tag, value));
}

/** Of fields below 16, as all of the contract's are. */
export function lengthDelimited(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([head(field * 8 + 2, content.length), content]);
}

export function numeric(field: number, value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [field * 8];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

type Piece = (random: Random) => Buffer;

function oneOf<Choice>(random: Random, choices: readonly Choice[]): Choice {
  return choices[random(choices.length)] as Choice;
}

/** Up to six of the pieces, any of them more than once. */
function someOf(random: Random, pieces: readonly Piece[]): Buffer {
  return Buffer.concat(Array.from({ length: random(7) }, () => oneOf(random, pieces)(random)));
}

const message =
  (field: number, pieces: readonly Piece[]): Piece =>
  (random) =>
    lengthDelimited(field, someOf(random, pieces));
const bytes =
  (field: number, contents: readonly string[]): Piece =>
  (random) =>
    lengthDelimited(field, Buffer.from(oneOf(random, contents), 'latin1'));
const number =
  (field: number): Piece =>
  (random) =>
    numeric(field, oneOf(random, [0n, 1n, 127n, 300n, 2n ** 32n - 1n, 2n ** 63n, 2n ** 64n - 1n]));
const small =
  (field: number, ...values: readonly number[]): Piece =>
  (random) =>
    numeric(field, oneOf(random, values));

/** Unknown fields of every kind; in a hundred messages one that is known, but of another kind. */
const noise: Piece = (random) => {
  if (random(100) === 0) return Buffer.from('0d00000000', 'hex');
  return Buffer.from(oneOf(random, UNKNOWN), 'hex');
};
const UNKNOWN = [
  'f80301',
  'f903ffffffffffffffff',
  'fa03020a05',
  'fd03ffffffff',
  'fb03 0801 fc03',
  'fb03 13 fa03010c 14 fc03',
].map((text) => text.replaceAll(' ', ''));

const NOT_UTF8 = '\xff\xfe';
const HALVES = [number(1), number(2), noise];
const ID = [
  bytes(2, [TEXT, TEXT.toUpperCase(), TEXT.slice(1), '', NOT_UTF8]),
  message(1, HALVES),
  noise,
];
const NAME = [bytes(3, ['', 's', '$$s', 'a longer name']), noise];
const NOTHING = [noise];
const TIMESTAMP = [small(1, 0, 5, 1_790_000_000, -1), small(2, 0, 250_000_000, -1), noise];
const OPTIONS = [
  message(1, NAME),
  number(2),
  ...[3, 4, 5].map((field) => message(field, NOTHING)),
  noise,
];
/** Both of its fields, always: without one the generated class gives up, with others it errs. */
const entry: Piece = (random) => {
  const key = bytes(1, ['type', 'content-type', 'another'])(random);
  const value = bytes(2, ['', 'Happened', 'application/json', NOT_UTF8])(random);
  return lengthDelimited(2, Buffer.concat(random(2) === 0 ? [key, value] : [value, key]));
};
const PROPOSAL = [
  message(1, ID),
  entry,
  entry,
  bytes(3, ['', 'm']),
  bytes(4, ['', '{}', 'x'.repeat(300)]),
  noise,
];
const EXPRESSION = [bytes(1, ['', '^a', 'b$']), bytes(2, ['', 'a', 'b']), noise];
const FILTER = [
  message(1, EXPRESSION),
  message(2, EXPRESSION),
  small(3, 0, 1, 64),
  message(4, NOTHING),
  small(5, 0, 1, 3),
  noise,
];
const ALL = [
  message(1, [number(1), number(2), noise]),
  message(2, NOTHING),
  message(3, NOTHING),
  noise,
];
const STREAM = [message(1, NAME), number(2), message(3, NOTHING), message(4, NOTHING), noise];
const READ_OPTIONS = [
  message(1, STREAM),
  message(2, ALL),
  small(3, 0, 1),
  small(4, 0, 1),
  number(5),
  message(6, NOTHING),
  message(7, FILTER),
  message(8, NOTHING),
  message(9, [message(1, NOTHING), message(2, NOTHING), noise]),
  noise,
];

const REQUESTS: Readonly<Record<RequestKind, readonly Piece[]>> = {
  batch: [
    message(1, ID),
    message(2, [...OPTIONS, message(6, TIMESTAMP)]),
    message(3, PROPOSAL),
    small(4, 0, 1),
    noise,
  ],
  append: [message(1, OPTIONS), message(2, PROPOSAL), noise],
  read: [message(1, READ_OPTIONS), message(1, READ_OPTIONS), noise],
};

export function anyMessage(random: Random, kind: RequestKind): Buffer {
  return someOf(random, REQUESTS[kind]);
}

/** The ways to the fields of a request that have a length, from the outermost. */
const LENGTHS: Readonly<Record<RequestKind, readonly (readonly number[])[]>> = {
  batch: [
    [1],
    [1, 1],
    [1, 2],
    [2],
    [2, 1],
    [2, 1, 3],
    [2, 3],
    [2, 4],
    [2, 5],
    [2, 6],
    [2, 6, 15],
  ].concat([[3], [3, 1], [3, 1, 1], [3, 1, 2], [3, 2], [3, 2, 1], [3, 2, 2], [3, 3], [3, 4], [15]]),
  append: [[1], [1, 1], [1, 1, 3], [1, 3], [1, 4], [1, 5], [1, 15], [2], [2, 1], [2, 1, 1]].concat([
    [2, 1, 2],
    [2, 1, 1, 15],
    [2, 2],
    [2, 2, 1],
    [2, 2, 2],
    [2, 3],
    [2, 4],
    [2, 15],
    [15],
  ]),
  read: [[1], [1, 1], [1, 1, 1], [1, 1, 1, 3], [1, 1, 3], [1, 1, 4], [1, 2], [1, 2, 1], [1, 2, 2]]
    .concat([
      [1, 6],
      [1, 7],
      [1, 7, 1],
      [1, 7, 1, 1],
      [1, 7, 1, 2],
      [1, 7, 2],
      [1, 7, 2, 1],
    ])
    .concat([
      [1, 7, 2, 2],
      [1, 7, 4],
      [1, 8],
      [1, 9],
      [1, 9, 1],
      [1, 9, 2],
      [1, 10],
      [1, 15],
      [15],
    ]),
};
/** Larger than any message, a little larger than this one, and below zero for who reads 32 bits. */
const LIES = ['ffffffff07', '02', 'ffffffffffffffffff01', '8280808008'];
/** `$all` from its start, one event: with it, a filter matters. */
const READ_ALL = Buffer.concat([
  lengthDelimited(2, lengthDelimited(2, Buffer.alloc(0))),
  numeric(5, 1),
]);

function lying(path: readonly number[], lie: string, before: Uint8Array): Buffer {
  const [field, ...inner] = path as [number, ...number[]];
  if (inner.length === 0)
    return Buffer.concat([head(field * 8 + 2, 0).subarray(0, 1), Buffer.from(`${lie}41`, 'hex')]);
  return lengthDelimited(field, Buffer.concat([before, lying(inner, lie, Buffer.alloc(0))]));
}

/** An id and a stream: without them a batch message belongs to no append, and its events are not read. */
const APPEND_OF_BATCH = Buffer.concat([
  lengthDelimited(1, lengthDelimited(2, Buffer.from(TEXT))),
  lengthDelimited(2, lengthDelimited(1, lengthDelimited(3, Buffer.from('s')))),
]);

/** Requests of a few bytes; each has one field that says it is longer than it is. */
export function lyingRequests(kind: RequestKind): Buffer[] {
  const before = kind === 'read' ? READ_ALL : Buffer.alloc(0);
  const first = kind === 'batch' ? APPEND_OF_BATCH : Buffer.alloc(0);
  return LENGTHS[kind].flatMap((path) =>
    LIES.map((lie) => Buffer.concat([first, lying(path, lie, before)])),
  );
}
