/** Our clock: the only place of the API that asks for the time. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
