import { expect, test, vi } from 'vitest';
import { encodeFrame, type Frame, FrameDecoder, maxShimPayload, shimFrame } from './attach-frames.ts';

const sent: Frame[] = [
  { type: shimFrame.stdout, payload: Buffer.from('hello\n') },
  { type: shimFrame.stdinClosed, payload: Buffer.alloc(0) },
  { type: shimFrame.stderr, payload: Buffer.alloc(300, 0xff) },
  { type: shimFrame.exit, payload: Buffer.from([0, 3]) },
];
const wire = Buffer.concat(sent.map((frame) => encodeFrame(frame.type, frame.payload)));

test.each([1, 2, 3, 4, 5, 7, 64, 1000])('frames survive being split every %i bytes', (size) => {
  const decoder = new FrameDecoder(maxShimPayload);
  const received: Frame[] = [];
  for (let at = 0; at < wire.length; at += size)
    decoder.push(wire.subarray(at, at + size), (frame) => received.push(frame));
  expect(received).toEqual(sent);
  expect(decoder.idle).toBe(true);
});

test('a stream that ends within a frame is not idle', () => {
  const decoder = new FrameDecoder(maxShimPayload);
  decoder.push(wire.subarray(0, wire.length - 1), () => {});
  expect(decoder.idle).toBe(false);
});

test('the largest frame passes, one byte more is data loss as soon as its header is seen', () => {
  const largest = encodeFrame(shimFrame.stdout, Buffer.alloc(maxShimPayload));
  const sizes: number[] = [];
  new FrameDecoder(maxShimPayload).push(largest, ({ payload }) => sizes.push(payload.length));
  expect(sizes).toEqual([maxShimPayload]);
  const header = encodeFrame(shimFrame.stdout, Buffer.alloc(maxShimPayload + 1)).subarray(0, 4);
  expect(() => new FrameDecoder(maxShimPayload).push(header, () => {})).toThrow(
    expect.objectContaining({ code: 'data-loss' }),
  );
});

test('a large frame in single bytes is joined once', () => {
  const decoder = new FrameDecoder(maxShimPayload);
  const frame = encodeFrame(shimFrame.stdout, Buffer.alloc(100_000, 7));
  const joins = vi.spyOn(Buffer, 'concat');
  const received: Frame[] = [];
  const accept = (complete: Frame): unknown => received.push(complete);
  for (let at = 0; at < frame.length; at++) decoder.push(frame.subarray(at, at + 1), accept);
  expect(received[0]?.payload.length).toBe(100_000);
  // Once for the header, which says how much is to come, and once for it all.
  expect(joins).toHaveBeenCalledTimes(2);
  joins.mockRestore();
});

test('frames before a bad one are still handed over', () => {
  const received: Frame[] = [];
  const bytes = Buffer.concat([wire, Buffer.from([0x42, 0xff, 0xff, 0xff])]);
  expect(() => new FrameDecoder(maxShimPayload).push(bytes, (frame) => received.push(frame))).toThrow();
  expect(received).toEqual(sent);
});
