/** The rows of `shortage` that the events call for: one for each time that a level was short. */
import { centreOfShortages, type RecordedEvent } from '#domain';
import { referenceTo } from '../findings';
import { KeyedRows } from './keyed-rows';
import { instantText } from './views';

export class ShortageRows {
  readonly rows = new KeyedRows('shortage');
  /** Centre and level → position of the declaration that lasts. */
  private readonly lasting = new Map<string, string>();

  follow(event: RecordedEvent): void {
    if (event.type !== 'ShortageDeclared' && event.type !== 'ShortageEnded') return;
    const centre = centreOfShortages(event.stream) ?? '';
    const position = String(event.position);
    const on = event.metadata.occurredOn;
    const at = instantText(event.recordedAt);
    for (const level of event.data.levels.map(String)) {
      const key = `${centre}|${level}`;
      if (event.type === 'ShortageDeclared') {
        this.lasting.set(key, position);
        const declared = { declared_position: position, declared_on: on, declared_at: at };
        const ended = { ended_position: null, ended_on: null, ended_at: null };
        this.rows.put({ centre, level, ...declared, ...ended }, [referenceTo(event)]);
        continue;
      }
      const declared = this.lasting.get(key) ?? '';
      this.lasting.delete(key);
      const ended = { ended_position: position, ended_on: on, ended_at: at };
      this.rows.change([centre, level, declared], ended, event);
    }
  }
}
