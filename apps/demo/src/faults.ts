/** Why the demo cannot go on, in a sentence for the person in front. */
export class DemoFault extends Error {
  override readonly name: string = 'DemoFault';
}

/** The arguments cannot be meant. */
export class WrongUse extends DemoFault {
  override readonly name = 'WrongUse';
}
