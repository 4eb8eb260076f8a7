import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Express } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { makeApiDocument, serveApiDocument } from './api-document';
import { AppModule } from './app.module';
import { serveDashboard } from './dashboard';
import { serveEvidencePage } from './evidence-page';
import { Metrics } from './health/metrics';
import { NestLog } from './logging';
import { firstMiddleware } from './requests/first-middleware';
import { LeanAdapter } from './requests/lean-adapter';
import type { Settings } from './settings';
import { serveWitnessWorker } from './witness-worker';

const prefix = 'api/v1';
const outsidePrefix = ['health/live', 'health/ready', 'metrics'];

export interface ApplicationOptions {
  /** Folder of the dashboard's build; nothing is served when it has no index.html. */
  readonly dashboardFolder?: string;
}

/** The whole API, ready to listen. Opens the engines' connections. */
export async function createApplication(
  settings: Settings,
  options: ApplicationOptions = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings),
    new LeanAdapter(),
    {
      bufferLogs: true,
      bodyParser: false,
      abortOnError: false,
      // A start that fails is told once, by whoever called: Nest would print its stack as well.
      autoFlushLogs: false,
    },
  );
  const logger = await app.resolve(PinoLogger);
  // biome-ignore lint/correctness/useHookAtTopLevel: a method of Nest, no hook of React
  app.useLogger(new NestLog(logger, {}));
  app.flushLogs();
  const server = app.getHttpAdapter().getInstance() as Express;
  server.disable('x-powered-by').disable('etag');
  server.set('trust proxy', settings.trustedProxies ?? 'loopback');
  server.set('query parser', 'simple');
  app.use(firstMiddleware(app.get(Metrics), logger));
  app.setGlobalPrefix(prefix, { exclude: outsidePrefix });
  serveApiDocument(app, makeApiDocument(app));
  serveEvidencePage(server, join(process.cwd(), 'dist/evidence-page/check-evidence.html'));
  serveWitnessWorker(server, join(process.cwd(), 'dist/witness-worker/witness-worker.js'));
  serveDashboard(server, options.dashboardFolder ?? join(process.cwd(), 'dist/dashboard'));
  return app;
}

const nowhere: Settings = {
  host: '127.0.0.1',
  port: 0,
  dataFolder: '/nowhere',
  eventStoreUrl: 'esdb://127.0.0.1:1',
  databaseUrl: 'postgres://127.0.0.1:1/none',
  endsWithParent: false,
  logLevel: 'silent',
  publicUrl: 'http://127.0.0.1',
};

/** The OpenAPI document alone: nothing is instantiated, nothing connected. */
export async function describeApi(): Promise<OpenAPIObject> {
  const app: INestApplication = await NestFactory.create(AppModule.forRoot(nowhere), {
    logger: false,
    preview: true,
    abortOnError: false,
  });
  app.setGlobalPrefix(prefix, { exclude: outsidePrefix });
  const document = makeApiDocument(app);
  await app.close();
  return document;
}
