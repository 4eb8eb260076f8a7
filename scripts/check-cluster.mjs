/**
 * `npm run check:cluster`: what can be checked of docker-compose.yml and eventstore/cluster without
 * starting a container. Needs shellcheck, nginx, openssl and docker compose; what is missing is
 * installed where that is possible, and is a failure where it is not.
 */
import './require-node.cjs';

const { spawn } = await import('node:child_process');
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = await import(
  'node:fs'
);
const { createServer } = await import('node:http');
const { request } = await import('node:https');
const { tmpdir } = await import('node:os');
const { join } = await import('node:path');
const { run } = await import('./commands.mjs');
const { installDebian, isThere } = await import('./debian.mjs');
const { root } = await import('./project.mjs');

const CLUSTER = join(root, 'eventstore/cluster');
const PACKAGES = { shellcheck: 'shellcheck', nginx: 'nginx-light', openssl: 'openssl' };
const WAIT_MS_MAX = 10_000;
const POLL_MS = 50;

const folder = mkdtempSync(join(tmpdir(), 'liushui-check-cluster-'));
let failedCount = 0;
try {
  const compose = installMissing();
  await check('scripts (shellcheck)', () => quiet('shellcheck', scripts()));
  await check('docker-compose.yml', () => checkCompose(compose));
  await check('certificates (openssl)', checkCertificates);
  await check('proxy configuration (nginx -t)', checkProxyConfiguration);
  await check('proxy at work', checkProxyAtWork);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failedCount === 0 ? 0 : 1);

async function check(name, act) {
  try {
    await act();
    console.log(`ok     ${name}`);
  } catch (error) {
    failedCount += 1;
    console.error(`FAILED ${name}: ${error.message}`);
  }
}

function quiet(command, args) {
  const { status, stdout, stderr } = run(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

function findCompose() {
  return [['docker', 'compose'], ['docker-compose']].find((words) => isThere(...words, 'version'));
}

/** Answers how compose is called. */
function installMissing() {
  const missing = Object.entries(PACKAGES)
    .filter(([tool]) => !isThere('sh', '-c', `command -v ${tool}`))
    .map(([, name]) => name);
  if (!findCompose()) missing.push('docker-compose');
  if (missing.length > 0) installDebian(missing);
  const compose = findCompose();
  if (compose) return compose;
  console.error('docker compose could not be installed.');
  process.exit(1);
}

function scripts() {
  return readdirSync(CLUSTER, { recursive: true })
    .filter((file) => file.endsWith('.sh'))
    .map((file) => join(CLUSTER, file));
}

function checkCompose([command, ...words]) {
  const file = join(root, 'docker-compose.yml');
  const resolved = quiet(command, [...words, '--file', file, 'config']);
  const leaked = /(?:PASSWORD|SECRET|TOKEN)[A-Z_]*: +(?!\/secrets\/)\S/.exec(resolved);
  if (leaked) throw new Error(`a secret stands in it: ${leaked[0]}`);
}

function checkCertificates() {
  const secrets = join(folder, 'secrets');
  quiet(join(CLUSTER, 'make-secrets.sh'), [secrets]);
  const verify = (purpose, name, file) =>
    quiet('openssl', [
      ...['verify', '-x509_strict', '-purpose', purpose, '-verify_hostname', name],
      ...['-CAfile', join(secrets, 'trust/ca.crt'), join(secrets, file)],
    ]);
  for (const member of ['node1', 'node2', 'node3']) {
    verify('sslserver', member, `${member}/node.crt`);
    verify('sslclient', member, `${member}/node.crt`);
  }
  verify('sslserver', 'localhost', 'proxy/server.crt');
}

/** The same file, with folders and ports of this machine in the place of the containers'. */
function writeProxyConfiguration({ port = 8443, api = [3000, 3000] } = {}) {
  const path = join(folder, 'nginx.conf');
  const text = readFileSync(join(CLUSTER, 'proxy/nginx.conf'), 'utf8')
    .replaceAll('/tmp/', `${folder}/tmp/`)
    .replaceAll(' /secrets/', ` ${folder}/secrets/`)
    .replace('listen 8443', `listen 127.0.0.1:${port}`)
    .replace('api1:3000', `127.0.0.1:${api[0]}`)
    .replace('api2:3000', `127.0.0.1:${api[1]}`)
    .replace('/dev/stderr', `${folder}/error.log`)
    .replace('/dev/stdout', `${folder}/access.log`);
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function checkProxyConfiguration() {
  quiet('nginx', ['-t', '-q', '-e', join(folder, 'start.log'), '-c', writeProxyConfiguration()]);
}

function portOf(server) {
  return server.address().port;
}

/** Stands for an API process: says which one it is, and what it was told of the client. */
async function standIn(name) {
  const server = createServer((asked, answer) => {
    const { 'x-forwarded-for': client, forwarded } = asked.headers;
    answer.end(JSON.stringify({ name, client, forwarded }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function freePort() {
  const server = await standIn('none');
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function checkProxyAtWork() {
  const apis = [await standIn('api1'), await standIn('api2')];
  const port = await freePort();
  const configuration = writeProxyConfiguration({ port, api: apis.map(portOf) });
  const nginx = spawn(
    'nginx',
    ['-e', join(folder, 'start.log'), '-c', configuration, '-g', 'daemon off;'],
    { stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => nginx.on('exit', resolve));
  try {
    await untilItAnswers(port);
    await provePlaces(port, apis);
  } finally {
    nginx.kill('SIGTERM');
    await gone;
    for (const api of apis) api.close();
  }
}

function ask(port, path, method = 'GET') {
  const ca = readFileSync(join(folder, 'secrets/trust/ca.crt'));
  const headers = { 'X-Forwarded-For': '192.0.2.1', Forwarded: 'for=192.0.2.1' };
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', servername: 'localhost', port, path, method, ca, headers, agent: false },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, text }));
      },
    );
    asking.on('error', reject).end();
  });
}

async function untilItAnswers(port) {
  const deadlineMs = performance.now() + WAIT_MS_MAX;
  for (;;) {
    try {
      return await ask(port, '/health/live');
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

function prove(isSo, sentence) {
  if (!isSo) throw new Error(sentence);
}

/** Every centre is at one process, all are not at the same one, and the other takes over. */
async function provePlaces(port, apis) {
  const processOf = async (path, method) => JSON.parse((await ask(port, path, method)).text).name;
  const places = new Map();
  for (let centre = 52010000; centre < 52010020; centre++) {
    const own = `/api/v1/centres/${centre}`;
    const names = new Set();
    for (const path of [`${own}/issues`, `${own}/stock`, `/api/v1/proposals/${centre}-7/approval`])
      for (const method of ['GET', 'POST']) names.add(await processOf(path, method));
    prove(names.size === 1, `centre ${centre} is at ${[...names].join(' and ')}`);
    places.set(centre, [...names][0]);
  }
  prove(new Set(places.values()).size === 2, 'all centres are at one process');
  const { client, forwarded } = JSON.parse((await ask(port, '/api/v1/stock')).text);
  prove(client === '127.0.0.1' && !forwarded, 'a client can claim an address');
  prove((await ask(port, '/metrics')).status === 404, 'everyone can read the metrics');
  const [lost] = apis;
  lost.closeAllConnections();
  await new Promise((resolve) => lost.close(resolve));
  for (const centre of places.keys()) {
    const name = await processOf(`/api/v1/centres/${centre}/issues`, 'POST');
    prove(name === 'api2', `nobody took centre ${centre} over`);
  }
}
