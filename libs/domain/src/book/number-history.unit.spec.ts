/**
 * Random issues, corrections, voids and replacements of a few certificates, against a model that
 * knows nothing of events: a list of papers for every number, and where every sheet lies. What the
 * model allows must be accepted, what it does not must be refused, and both must agree afterwards.
 */
import fc from 'fast-check';
import { holderOf, number, range, stocked, tree, type World } from '#testing';
import { isRefused } from '../refusals';
import type { BookCommandBody, CorrectedLine } from './commands';

const { guiyang } = tree;
const sheetsMax = 24;
const numbersMax = 5;
const serial = (ordinal: number) => range(ordinal, ordinal).from;

type SheetState = 'stock' | 'issued' | 'void' | 'spoiled' | 'missing';
interface PaperOfNumber {
  sheet: number;
  readonly kind: 'issue' | 'lost' | 'damaged';
}
interface NumberModel {
  /** Oldest first; the last is in force, if the number is. */
  papers: PaperOfNumber[];
  state: 'in-force' | 'free' | 'none';
}

type Step =
  | { kind: 'issue'; lines: readonly { sheet: number; number: number }[] }
  | { kind: 'replace'; number: number; sheet: number; reason: 'lost' | 'damaged' }
  | { kind: 'void'; number: number; sheet: 'in-hand' | 'not-found' }
  | {
      kind: 'correct';
      lines: readonly {
        number: number;
        /** The recorded sheet is named as it is, or wrongly. */
        isWrong: boolean;
        actual: number;
        becomes: 'stock' | 'spoiled' | 'missing';
        /** The sheet's whereabouts are told exactly when they must be, or the other way round. */
        isTold: boolean;
      }[];
    };

class Model {
  readonly sheets = new Map<number, SheetState>();
  readonly numbers = new Map<number, NumberModel>();

  constructor() {
    for (let sheet = 1; sheet <= sheetsMax; sheet++) this.sheets.set(sheet, 'stock');
  }

  /** Undefined when none is in force. */
  current(of: number): PaperOfNumber | undefined {
    const model = this.numbers.get(of);
    return model?.state === 'in-force' ? model.papers.at(-1) : undefined;
  }

  issue(lines: readonly { sheet: number; number: number }[]): boolean {
    const isFree = (of: number) => (this.numbers.get(of)?.state ?? 'free') === 'free';
    const allowed =
      lines.length > 0 &&
      areDifferent(lines.map(({ sheet }) => sheet)) &&
      areDifferent(lines.map((line) => line.number)) &&
      lines.every((line) => this.sheets.get(line.sheet) === 'stock' && isFree(line.number));
    if (!allowed) return false;
    for (const { sheet, number: of } of lines) {
      this.sheets.set(sheet, 'issued');
      this.numbers.set(of, { state: 'in-force', papers: [{ sheet, kind: 'issue' }] });
    }
    return true;
  }

  replace(of: number, sheet: number, kind: 'lost' | 'damaged'): boolean {
    const model = this.numbers.get(of);
    if (!model || model.state === 'free' || this.sheets.get(sheet) !== 'stock') return false;
    const old = this.current(of);
    if (old) this.sheets.set(old.sheet, kind === 'lost' ? 'void' : 'spoiled');
    model.papers.push({ sheet, kind: old ? kind : 'damaged' });
    model.state = 'in-force';
    this.sheets.set(sheet, 'issued');
    return true;
  }

  void(of: number, sheet: 'in-hand' | 'not-found'): boolean {
    const paper = this.current(of);
    const model = this.numbers.get(of);
    if (!paper || !model) return false;
    this.sheets.set(paper.sheet, sheet === 'in-hand' ? 'spoiled' : 'missing');
    const before = model.papers.at(-2);
    if (paper.kind === 'lost' && before && this.sheets.get(before.sheet) === 'void') {
      model.papers.pop();
      this.sheets.set(before.sheet, 'issued');
    } else model.state = paper.kind === 'issue' ? 'free' : 'none';
    return true;
  }

  correct(
    lines: readonly { number: number; recorded: number; actual: number; sheet?: SheetState }[],
  ): boolean {
    const recorded = lines.map((line) => line.recorded);
    const actual = lines.map((line) => line.actual);
    const fits = (line: (typeof lines)[number]) => {
      const isUsed = actual.includes(line.recorded);
      const isFree =
        this.sheets.get(line.actual) === 'stock' ||
        (recorded.includes(line.actual) && this.sheets.get(line.actual) === 'issued');
      return (
        this.current(line.number)?.sheet === line.recorded &&
        line.recorded !== line.actual &&
        isFree &&
        isUsed === (line.sheet === undefined)
      );
    };
    const areOnce = [lines.map((line) => line.number), recorded, actual].every(areDifferent);
    if (lines.length === 0 || !areOnce || !lines.every(fits)) return false;
    for (const line of lines) if (line.sheet) this.sheets.set(line.recorded, line.sheet);
    for (const line of lines) {
      this.sheets.set(line.actual, 'issued');
      const paper = this.current(line.number);
      if (paper) paper.sheet = line.actual;
    }
    return true;
  }
}

const areDifferent = (values: readonly number[]) => new Set(values).size === values.length;

const anyNumber = fc.integer({ min: 1, max: numbersMax });
const anySheet = fc.integer({ min: 1, max: sheetsMax });
const anyReason = fc.constantFrom('lost' as const, 'damaged' as const);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('issue' as const),
    lines: fc.array(fc.record({ sheet: anySheet, number: anyNumber }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('replace' as const),
    number: anyNumber,
    sheet: anySheet,
    reason: anyReason,
  }),
  fc.record({
    kind: fc.constant('void' as const),
    number: anyNumber,
    sheet: fc.constantFrom('in-hand' as const, 'not-found' as const),
  }),
  fc.record({
    kind: fc.constant('correct' as const),
    lines: fc.array(
      fc.record({
        number: anyNumber,
        isWrong: fc.integer({ max: 9, min: 0 }).map((drawn) => drawn === 0),
        actual: anySheet,
        becomes: fc.constantFrom('stock' as const, 'spoiled' as const, 'missing' as const),
        isTold: fc.integer({ max: 9, min: 0 }).map((drawn) => drawn > 0),
      }),
      { maxLength: 3 },
    ),
  }),
);

/** The lines as a clerk would post them: a sheet from stock, another line's, or any at all. */
function linesOf(model: Model, step: Extract<Step, { kind: 'correct' }>) {
  const named = step.lines.map((line) => ({
    ...line,
    recorded: line.isWrong ? line.actual : (model.current(line.number)?.sheet ?? line.actual),
  }));
  const stock = [...model.sheets].flatMap(([sheet, state]) => (state === 'stock' ? [sheet] : []));
  const sheetFor = (drawn: number, index: number): number => {
    if (drawn % 5 < 2) return named[(index + 1) % named.length].recorded;
    return drawn % 5 < 4 ? (stock[(drawn + index) % stock.length] ?? drawn) : drawn;
  };
  const shifted = named.map((line, index) => ({ ...line, actual: sheetFor(line.actual, index) }));
  const used = new Set(shifted.map((line) => line.actual));
  return shifted.map(({ number: of, recorded, actual, becomes, isTold }) => {
    const sheet = used.has(recorded) === isTold ? undefined : becomes;
    return { number: of, recorded, actual, ...(sheet ? { sheet } : {}) };
  });
}

function correction(lines: ReturnType<typeof linesOf>): BookCommandBody {
  return {
    type: 'CorrectIssues',
    lines: lines.map(
      (line): CorrectedLine => ({
        certificateNumber: number(line.number),
        recordedSerial: serial(line.recorded),
        actualSerial: serial(line.actual),
        ...(line.sheet ? { recordedSheet: line.sheet } : {}),
      }),
    ),
    reason: 'x',
  };
}

/** Mostly a number or sheet of which the step may be accepted. */
function aimed(model: Model, step: Step): Step {
  const pick = (from: readonly number[], drawn: number): number =>
    drawn % 5 < 4 && from.length > 0 ? from[drawn % from.length] : drawn;
  const inStock = [...model.sheets].flatMap(([sheet, state]) => (state === 'stock' ? [sheet] : []));
  const inForce = [...model.numbers.keys()].filter((of) => model.current(of));
  switch (step.kind) {
    case 'issue': {
      const lines = step.lines.map((line) => ({ ...line, sheet: pick(inStock, line.sheet) }));
      return { ...step, lines };
    }
    case 'replace':
      return {
        ...step,
        number: pick(inForce, step.number),
        sheet: pick(inStock, step.sheet),
      };
    case 'void':
      return { ...step, number: pick(inForce, step.number) };
    case 'correct': {
      const [first = 0] = step.lines.map((line) => line.number);
      const lines = step.lines.map((line, index) => ({
        ...line,
        number: inForce[(first + index) % Math.max(1, inForce.length)] ?? line.number,
      }));
      return { ...step, lines };
    }
  }
}

/** What the model allows, and the command that asks for the same. */
function take(model: Model, step: Step): { allowed: boolean; command: BookCommandBody } {
  switch (step.kind) {
    case 'issue': {
      const lines = step.lines.map((line, index) => ({
        serial: serial(line.sheet),
        certificateNumber: number(line.number),
        holder: holderOf(index),
      }));
      const roster = { reference: 'R-1', signedOn: '2013-03-20', passed: numbersMax };
      const occupation = { name: '焊工' };
      const station = tree.guiyangStation;
      const command: BookCommandBody = {
        type: 'IssueCertificates',
        roster,
        level: 5,
        occupation,
        station,
        lines,
      };
      return { allowed: model.issue(step.lines), command };
    }
    case 'replace': {
      const command: BookCommandBody = {
        type: 'PrintReplacement',
        certificateNumber: number(step.number),
        serial: serial(step.sheet),
        reason: step.reason,
        lossNotice: { newspaper: 'n', publishedOn: '2013-03-30' },
      };
      return { allowed: model.replace(step.number, step.sheet, step.reason), command };
    }
    case 'void': {
      const command: BookCommandBody = {
        type: 'VoidIssue',
        certificateNumber: number(step.number),
        sheet: step.sheet,
        cause: 'other',
        reason: 'x',
      };
      return { allowed: model.void(step.number, step.sheet), command };
    }
    case 'correct': {
      const lines = linesOf(model, step);
      return { allowed: model.correct(lines), command: correction(lines) };
    }
  }
}

function agree(world: World, model: Model): void {
  const book = world.book(guiyang);
  for (const [sheet, state] of model.sheets) {
    expect(book.holdingOf({ series: 'A:9', ordinal: sheet })?.status).toBe(state);
  }
  for (let of = 1; of <= numbersMax; of++) {
    const entry = book.numbers.find({
      prefix: `13${guiyang}5`,
      year: '13',
      institution: guiyang,
      level: 5,
      sequence: of,
    });
    expect(entry?.state).toBe(model.numbers.get(of)?.state);
    if (entry?.state === 'in-force') {
      expect(entry.serial?.ordinal).toBe(model.current(of)?.sheet);
    }
  }
}

it('[P3] [C12] [C15] every number’s history is as a naive model of papers has it', () => {
  const accepted = { issue: 0, replace: 0, void: 0, correct: 0 };
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 20, maxLength: 60 }), (steps) => {
      const world = stocked();
      const model = new Model();
      for (const step of steps) {
        const { allowed, command } = take(model, aimed(model, step));
        const isAccepted = !isRefused(world.settle(guiyang, command));
        if (isAccepted !== allowed) {
          throw new Error(`${isAccepted ? 'accepted' : 'refused'}: ${JSON.stringify(command)}`);
        }
        if (isAccepted) accepted[step.kind]++;
        agree(world, model);
      }
    }),
    { numRuns: 150 },
  );
  for (const [kind, count] of Object.entries(accepted)) {
    expect({ kind, isOften: count > 50 }).toEqual({ kind, isOften: true });
  }
});
