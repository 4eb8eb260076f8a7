import { EventStream } from './event-stream';

const change = { event: 'change', data: '{"view":"stock"}' };

describe('server-sent events', () => {
  it.each([1, 3, 1_000])('are read in pieces of %d characters', (length) => {
    const stream = new EventStream();
    const text =
      'id: a-1\n: from here on\n\nid: a-2\r\nevent: change\r\ndata: {"view":"stock"}\r\n\r\n';
    const events = [];
    for (let at = 0; at < text.length; at += length) {
      events.push(...stream.read(text.slice(at, at + length)));
    }
    expect(events).toEqual([change]);
    expect(stream.lastId).toBe('a-2');
  });

  it('resumes before an event that was cut off', () => {
    const stream = new EventStream();
    stream.read('id: a-1\n\nid: a-2\nevent: change\ndata: {}');
    expect(stream.lastId).toBe('a-1');
  });

  it('resumes from nothing once it is told so', () => {
    const stream = new EventStream();
    stream.read('id: a-1\n\n');
    expect(stream.read('id: \nevent: reset\ndata: {}\n\n')).toEqual([
      { event: 'reset', data: '{}' },
    ]);
    expect(stream.lastId).toBeUndefined();
  });

  it('does not collect a line without an end', () => {
    const stream = new EventStream();
    expect(() => {
      for (let piece = 0; piece < 20; piece += 1) stream.read('x'.repeat(100_000));
    }).toThrow('without an end');
  });
});
