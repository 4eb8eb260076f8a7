/** What the racing clerks of a spec post, and stand-ins for the keys that they would need. */
const { createHmac } = require('node:crypto');
const { shanghaiDate } = require('#domain');

const guiyang = '52010000';
const station = '52012001';

const contextOf = () => {
  const now = new Date();
  return {
    centre: guiyang,
    occurredOn: shanghaiDate(now),
    by: { user: 'clerk', role: 'clerk', centre: guiyang, displayName: '张三', backdate: false },
    decidedAt: now.toISOString(),
  };
};

const serialOf = (ordinal) => `A${String(ordinal).padStart(9, '0')}`;

/** One line a serial; the certificate number goes with the serial. */
function issueOrder(serials) {
  const context = contextOf();
  const year = context.occurredOn.slice(2, 4);
  return {
    ...context,
    type: 'IssueCertificates',
    roster: { reference: 'R-1', signedOn: context.occurredOn, passed: 10_000 },
    level: 5,
    occupation: { name: '中式烹调师' },
    station,
    lines: serials.map((ordinal) => ({
      serial: serialOf(ordinal),
      certificateNumber: `${year}${guiyang}5${String(ordinal).padStart(5, '0')}`,
      holder: { name: '考生', document: { type: 'other', number: `${ordinal}` } },
    })),
  };
}

const mac = (text) => createHmac('sha256', 'fixture').update(text).digest('base64url');
const plainMacs = {
  current: async () => ({ id: 'k1', mac }),
  verify: async (_, text, given) => mac(text) === given,
};
const plainSealing = {
  seal: async (lines) => Buffer.from(`${lines.length} lines`),
  openAll: async () => [],
};

module.exports = { contextOf, guiyang, issueOrder, plainMacs, plainSealing, serialOf, station };
