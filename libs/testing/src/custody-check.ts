/**
 * What must hold after every single event, checked the slow and simple way: one map entry a
 * serial, every event in order. An oracle for whatever keeps custody more cleverly.
 */
import { accountText, movements, type RecordedEvent } from '#domain';

export class CustodyCheck {
  private readonly accounts = new Map<
    string,
    { account: string; level: number; edition: string }
  >();
  private readonly registered = new Map<string, number>();
  /** Per account: day → what came in less what went out on that day, as stated. */
  private readonly days = new Map<string, Map<string, number>>();

  /** Serials by where they are now: `series/ordinal` → account; undefined for the origin. */
  where(serial: string): string | undefined {
    return this.accounts.get(serial)?.account;
  }

  /** Every serial that is now in an account of a kind, such as `issued`, of whatever centre. */
  serialsIn(kind: string): string[] {
    return [...this.accounts].flatMap(([serial, { account }]) =>
      account.startsWith(`${kind}@`) ? [serial] : [],
    );
  }

  /** Follows one event and says what is wrong after it; empty is fine. */
  follow(event: RecordedEvent): string[] {
    const wrong: string[] = [];
    for (const { from, to, level, edition, ranges } of movements(event)) {
      const [left, entered] = [accountText(from), accountText(to)];
      for (const { series, first, last } of ranges) {
        for (let ordinal = first; ordinal <= last; ordinal++) {
          const serial = `${series}/${ordinal}`;
          const before = this.accounts.get(serial);
          if ((before?.account ?? 'origin') !== left) {
            wrong.push(`${event.type}: ${serial} leaves ${left} but is in ${before?.account}`);
          }
          if (before && (before.level !== level || before.edition !== edition)) {
            wrong.push(`${event.type}: ${serial} changes level or edition`);
          }
          if (entered === 'origin') this.accounts.delete(serial);
          else this.accounts.set(serial, { account: entered, level, edition });
        }
        const count = last - first + 1;
        if (left === 'origin') this.register(level, edition, count);
        if (entered === 'origin') this.register(level, edition, -count);
        const on = event.metadata.occurredOn;
        this.book(left, on, first - last - 1);
        this.book(entered, on, last - first + 1);
      }
      wrong.push(...this.negativeDays(left));
    }
    return [...wrong, ...this.conservation()];
  }

  private register(level: number, edition: string, change: number): void {
    const key = `${level}|${edition}`;
    this.registered.set(key, (this.registered.get(key) ?? 0) + change);
  }

  /** [C16] registered less reversed = the sum over all accounts, per level and edition. */
  private conservation(): string[] {
    const held = new Map<string, number>();
    for (const { level, edition } of this.accounts.values()) {
      const key = `${level}|${edition}`;
      held.set(key, (held.get(key) ?? 0) + 1);
    }
    return [...this.registered]
      .filter(([key, count]) => (held.get(key) ?? 0) !== count)
      .map(([key, count]) => `${key}: ${count} registered, ${held.get(key) ?? 0} held`);
  }

  private book(account: string, on: string, change: number): void {
    const days = this.days.get(account) ?? new Map<string, number>();
    days.set(on, (days.get(on) ?? 0) + change);
    this.days.set(account, days);
  }

  /** [T3] Days at whose end an account was negative, by the stated dates. */
  private negativeDays(account: string): string[] {
    if (account === 'origin') return [];
    let balance = 0;
    return [...(this.days.get(account) ?? [])].sort().flatMap(([day, change]) => {
      balance += change;
      return balance < 0 ? [`${account} is ${balance} on ${day}`] : [];
    });
  }
}
