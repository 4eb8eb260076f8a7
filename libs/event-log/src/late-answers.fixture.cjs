/**
 * A store that answers every append twice, the second time after the client has forgotten it, and
 * an event log that appends to it. Sends what it stored; exits with 1 if it does not survive.
 * Argument: 'guarded', or 'unrelated' to throw something that nobody may swallow.
 */
const { randomUUID } = require('node:crypto');
const { Server, ServerCredentials } = require('@grpc/grpc-js');
const { ServerFeaturesService } = require('@eventstore/db-client/generated/serverfeatures_grpc_pb');
const {
  SupportedMethod,
  SupportedMethods,
} = require('@eventstore/db-client/generated/serverfeatures_pb');
const { AllStreamPosition, UUID } = require('@eventstore/db-client/generated/shared_pb');
const { StreamsService } = require('@eventstore/db-client/generated/streams_grpc_pb');
const { BatchAppendResp, ReadResp } = require('@eventstore/db-client/generated/streams_pb');
const { EventLog } = require('#event-log');

function getSupportedMethods(_call, callback) {
  const method = new SupportedMethod();
  method.setServiceName('event_store.client.streams.streams');
  method.setMethodName('batchappend');
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion('23.10.0');
  methods.setMethodsList([method]);
  callback(null, methods);
}

function answerTo(request) {
  const position = new AllStreamPosition();
  position.setCommitPosition('100');
  position.setPreparePosition('100');
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision('0');
  success.setPosition(position);
  const answer = new BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setStreamIdentifier(request.getOptions().getStreamIdentifier());
  answer.setSuccess(success);
  return answer;
}

function batchAppend(call) {
  call.on('data', (request) => {
    call.write(answerTo(request));
    call.write(answerTo(request));
  });
  call.on('error', () => undefined);
}

/** The one event that this store ever has: an append tried again looks where it lies. */
function read(call) {
  const { RecordedEvent } = ReadResp.ReadEvent;
  const id = new UUID();
  id.setString(randomUUID());
  const recorded = new RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(call.request.getOptions().getStream().getStreamIdentifier());
  recorded.setStreamRevision('0');
  recorded.setCommitPosition('100');
  recorded.setPreparePosition('100');
  const { type, data, metadata } = fact('stored');
  recorded.getMetadataMap().set('type', type).set('content-type', 'application/json');
  recorded.setData(Buffer.from(JSON.stringify(data)));
  recorded.setCustomMetadata(Buffer.from(JSON.stringify(metadata)));
  const event = new ReadResp.ReadEvent();
  event.setEvent(recorded);
  const answer = new ReadResp();
  answer.setEvent(event);
  call.write(answer);
  call.end();
}

const fact = (reason) => ({
  type: 'BlanksRefused',
  data: { consignment: '52000000-1', from: '52000000', reason },
  id: randomUUID(),
  metadata: {
    schema: 1,
    actor: { user: 'u1', role: 'clerk', centre: '52010000' },
    occurredOn: '2013-06-03',
    decidedAt: '2013-06-03T02:03:04.567Z',
    correlationId: 'r1',
  },
});

async function main() {
  const server = new Server();
  server.addService(ServerFeaturesService, { getSupportedMethods });
  server.addService(StreamsService, { batchAppend, read });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (fault, bound) =>
      fault ? reject(fault) : resolve(bound),
    );
  });
  const log = EventLog.connect(`esdb://127.0.0.1:${port}?tls=false`);
  const revisions = [];
  for (let index = 0; index < 5; index++) {
    revisions.push(String((await log.append('book-52010000', [fact(`${index}`)], -1n)).revision));
  }
  if (process.argv[2] === 'unrelated') {
    setImmediate(() => {
      throw new Error('something else');
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  process.send({ revisions });
  await log.dispose();
  server.forceShutdown();
  process.disconnect();
}

void main();
