/** The rosters on disk, where a centre would have them from its examination software. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueLine } from '#domain';
import type { RosterPart, Scenario } from '../scenario/posts';
import { readRosterText, rosterText } from '../scenario/roster-file';

/** Rosters are posted in parts; the file of one just read is mostly wanted again. */
const rostersRememberedMax = 16;

export class RosterFolder {
  private readonly remembered = new Map<string, readonly IssueLine[]>();

  constructor(readonly path: string) {}

  /**
   * Writes every roster's file anew: they are the same for the same scenario, so one left half
   * written by a kill is whole again before it is read.
   */
  write({ rosters, seed }: Scenario, onWritten: () => void): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    for (const roster of rosters) {
      writeFileSync(this.fileOf(roster.plan.id), rosterText(roster, seed), { mode: 0o600 });
      onWritten();
    }
  }

  /** Lines of a roster as its file has them. */
  lines({ roster, first, count }: RosterPart): readonly IssueLine[] {
    return this.read(roster).slice(first, first + count);
  }

  private read(roster: string): readonly IssueLine[] {
    const known = this.remembered.get(roster);
    if (known) return known;
    const lines = readRosterText(readFileSync(this.fileOf(roster), 'utf8'));
    this.remembered.set(roster, lines);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > rostersRememberedMax) this.remembered.delete(oldest);
    return lines;
  }

  private fileOf(roster: string): string {
    return join(this.path, `${roster}.csv`);
  }
}
