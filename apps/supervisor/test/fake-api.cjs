const { createServer } = require('node:http');

const program = require('./fake-program.cjs')('api');

const server = createServer((request, response) => {
  response.writeHead(request.url === '/health/ready' ? 200 : 404).end();
});
server.listen(Number(process.env.PORT), process.env.HOST, () => {
  process.send({ type: 'first-administrator', username: 'admin', password: 'made-in-the-fake' });
  program.ready();
});
