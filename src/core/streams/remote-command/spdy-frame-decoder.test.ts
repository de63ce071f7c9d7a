import { expect, test } from 'vitest';
import { maxControlBytes, SpdyFrameDecoder } from './spdy-frame-decoder.ts';
import {
  encodeDataHeader,
  encodeGoAway,
  encodePing,
  encodeRstStream,
  encodeSynReply,
  type SpdyFrame,
} from './spdy-frames.ts';

/** A control frame with a length that may be a lie. */
function control(kind: number, payload: Buffer, length = payload.length, version = 3): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(0x8000 | version);
  header.writeUInt16BE(kind, 2);
  header.writeUIntBE(length, 5, 3);
  return Buffer.concat([header, payload]);
}

function decode(wire: Buffer, size = wire.length): SpdyFrame[] {
  const decoder = new SpdyFrameDecoder();
  const frames: SpdyFrame[] = [];
  for (let at = 0; at < wire.length; at += size) {
    for (const frame of decoder.push(wire.subarray(at, at + size))) frames.push(frame);
  }
  return frames;
}

/** With the pieces of each DATA frame joined. */
function joined(frames: readonly SpdyFrame[]): unknown[] {
  const result: unknown[] = [];
  let held = '';
  for (const frame of frames) {
    if (frame.kind === 'data') held += frame.data.toString('latin1');
    if (frame.kind !== 'data') result.push(frame);
    else if (frame.fin) {
      result.push(held);
      held = '';
    }
  }
  return result;
}

const data = Buffer.alloc(300, 'payload ');
const wire = Buffer.concat([
  control(1, Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), Buffer.from('block')])),
  control(4, Buffer.alloc(12)),
  encodeDataHeader(1, data.length, false),
  data,
  encodePing(7),
  encodeDataHeader(1, 3, true),
  Buffer.from('end'),
  control(9, Buffer.alloc(8)),
  encodeSynReply(1, Buffer.from('reply')),
  encodeRstStream(1, 5),
  encodeDataHeader(3, 0, true),
  control(8, Buffer.from([0, 0, 0, 3])),
  encodeGoAway(3, 0),
  control(0x77, Buffer.from('a type nobody knows')),
]);

test.each([1, 2, 3, 7, 8, 9, 64, 1000])('frames survive being split every %i bytes', (size) => {
  expect(joined(decode(wire, size))).toEqual([
    { kind: 'syn-stream', streamId: 1, block: Buffer.from('block'), fin: false },
    { kind: 'ignored' },
    { kind: 'ping', id: 7 },
    `${data}end`,
    { kind: 'ignored' },
    { kind: 'syn-reply', streamId: 1, block: Buffer.from('reply'), fin: false },
    { kind: 'rst-stream', streamId: 1, status: 5 },
    '',
    { kind: 'headers', streamId: 3, block: Buffer.alloc(0), fin: false },
    { kind: 'goaway' },
    { kind: 'ignored' },
  ]);
});

test('a DATA frame of the largest length is handed on as it comes', () => {
  const decoder = new SpdyFrameDecoder();
  const piece = Buffer.alloc(1000);
  expect([...decoder.push(encodeDataHeader(1, 0xff_ffff, true))]).toEqual([]);
  const frames = [...decoder.push(piece), ...decoder.push(piece)];
  expect(frames).toEqual([1, 2].map(() => ({ kind: 'data', streamId: 1, data: piece, fin: false })));
});

test.each([
  [
    'a control frame larger than any that makes sense, as soon as it is announced',
    control(1, Buffer.alloc(0), maxControlBytes + 1),
  ],
  ['another version', control(6, Buffer.alloc(4), 4, 2)],
  ['SYN_STREAM cut short', control(1, Buffer.alloc(9, 1))],
  ['SYN_REPLY cut short', control(2, Buffer.alloc(3, 1))],
  ['HEADERS cut short', control(8, Buffer.alloc(3, 1))],
  ['RST_STREAM with too much', control(3, Buffer.alloc(9, 1))],
  ['PING with too little', control(6, Buffer.alloc(3))],
  ['GOAWAY with too little', control(7, Buffer.alloc(4))],
  ['a stream 0', control(3, Buffer.alloc(8))],
  ['DATA on stream 0', encodeDataHeader(0, 1, false)],
  ['what is no SPDY at all', Buffer.from('\x80GET / HTTP/1.1\r\n', 'latin1')],
])('%s is data loss', (_name, bytes) => {
  expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'data-loss' }));
  expect(() => decode(bytes, 1)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});
