require('./fake-program.cjs')('projector').ready();
setInterval(() => undefined, 60_000);
