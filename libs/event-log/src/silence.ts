/** The store took a read and then said nothing; the client itself notices only a dead connection. */
export class Silence extends Error {
  override readonly name = 'Silence';
}
