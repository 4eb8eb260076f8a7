import { Injectable } from '@nestjs/common';
import { anomalyRules, type Language, messageOf, type Policy, shanghaiDate } from '#domain';
import { type Anomaly, type AnomalyBounds, ReadModel } from '#read-model';
import { Visibility } from '../access/visibility';
import { timeOf } from '../queries/time';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type { AnomalyDto, AnomalyPageDto, AnomalyQueryDto } from './anomalies.dto';

/** What is worth a look at and below the caller's centre, by the bounds of its policy. */
@Injectable()
export class AnomalyReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async list(
    { principal, language }: CallerState,
    query: AnomalyQueryDto,
  ): Promise<Reply<AnomalyPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const now = this.clock.now();
    const asOf = timeOf(query, now).asOf ?? shanghaiDate(now);
    const centres = await this.visibility.centres();
    const bounds = boundsOf(centres.policyFor(within ?? centres.top?.code ?? ''), asOf);
    const { position, answer } = await this.views.anomalies(
      { within, asOf, bounds, kind: query.kind },
      { after: query.after, limit: limitOf(query) },
    );
    const items = answer.items.map((anomaly) => anomalyDto(anomaly, language));
    return found(position, { asOf, items, next: answer.next ?? null });
  }
}

const boundsOf = (policy: Policy, asOf: string): AnomalyBounds => ({
  spoilageRateMax: policy.on(asOf, 'spoilageRateWarning'),
  transitDaysMax: policy.on(asOf, 'transitDaysMax'),
  spoiledDaysMax: policy.on(asOf, 'spoiledDaysMax'),
  officeHours: {
    from: policy.on(asOf, 'officeHoursFrom'),
    to: policy.on(asOf, 'officeHoursTo'),
    onWeekends: policy.on(asOf, 'officeOnWeekends') === 1,
  },
});

function anomalyDto(anomaly: Anomaly, language: Language): AnomalyDto {
  const { kind, numbers, ranges, events, ...rest } = anomaly;
  return {
    kind,
    rule: anomalyRules[kind],
    ...rest,
    message: messageOf(`anomaly-${kind}`, numbers, language),
    numbers,
    ...(ranges ? { ranges: [...ranges] } : {}),
    events: events.map((event) => ({
      ...event,
      position: String(event.position),
      revision: String(event.revision),
      recordedAt: event.recordedAt.toISOString(),
    })),
  };
}
