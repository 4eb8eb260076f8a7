import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Label = 'method' | 'route' | 'status';

/** The template of the route that took the request, without the ids in its path. */
export function routeOf(request: Request): string {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'none';
}

/** Prometheus metrics of this process. Routes are named by template, so that ids never leak. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'liushui_http_request_seconds',
    help: 'Time from the first middleware to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });

  readonly active = new Gauge({
    name: 'liushui_http_requests_active',
    help: 'Requests that have begun and are not answered yet',
    registers: [this.registry],
  });

  readonly refusals = new Counter({
    name: 'liushui_refusals_total',
    help: 'Commands refused, by the rule of the first refusal',
    labelNames: ['rule'],
    registers: [this.registry],
  });

  readonly viewPosition = new Gauge({
    name: 'liushui_view_position',
    help: 'Position that the views have reached, as far as this process has asked',
    registers: [this.registry],
  });

  private readonly series = new Map<string, Histogram.Internal<Label>>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(request: Request, response: Response, startedAt: bigint): void {
    this.active.dec();
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    this.seriesOf(request.method, routeOf(request), response.statusCode).observe(seconds);
  }

  /** Looking the labels up costs prom-client more than observing; there are few different ones. */
  private seriesOf(method: string, route: string, status: number): Histogram.Internal<Label> {
    const key = `${status} ${method} ${route}`;
    let series = this.series.get(key);
    if (!series) {
      series = this.requests.labels(method, route, String(status));
      this.series.set(key, series);
    }
    return series;
  }
}
