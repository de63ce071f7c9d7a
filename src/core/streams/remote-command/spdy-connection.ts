import { ConmanError } from '../../errors/index.ts';
import type { TcpSocket } from '../../host/tcp-server.ts';
import { ClientSocket } from './client-socket.ts';
import { SpdyFrameDecoder } from './spdy-frame-decoder.ts';
import {
  encodeDataHeader,
  encodeGoAway,
  encodePing,
  encodeRstStream,
  encodeSynReply,
  goAwayStatus,
  maxDataBytes,
  resetStatus,
  type SpdyFrame,
} from './spdy-frames.ts';
import { HeaderReader, HeaderWriter, type SpdyHeaders } from './spdy-headers.ts';

/** While input is held back nothing is read, and only writing tells whether the client is still there. */
const stallPingMs = 1_000;

/** What the owner of a connection is told, in order. */
export interface SpdyStreams {
  /** The client opens a stream. False refuses it: nothing more is said of it. */
  opened(streamId: number, headers: SpdyHeaders): boolean;
  /** Nothing more is read before what it returns resolves. */
  received(streamId: number, data: Buffer): Promise<void> | undefined;
  /** The client has no more to send on the stream. */
  ended(streamId: number): void;
  /** The client wants no more of the stream, in either direction. */
  reset(streamId: number): void;
}

/**
 * The server's side of SPDY/3.1 on a socket, as Kubernetes' remote commands use it: only the client opens streams. Flow
 * control is left to TCP, as all clients of this dialect leave it: they never send WINDOW_UPDATE, and waiting for one
 * would be for ever.
 */
export class SpdyConnection {
  readonly #socket: ClientSocket;
  readonly #streams: SpdyStreams;
  readonly #decoder = new SpdyFrameDecoder();
  readonly #headerReader = new HeaderReader();
  readonly #headerWriter = new HeaderWriter();
  /** Streams that were opened and not reset. */
  readonly #open = new Set<number>();
  #lastStreamId = 0;
  #lastPingId = 0;

  constructor(socket: TcpSocket, streams: SpdyStreams) {
    this.#socket = new ClientSocket(socket);
    this.#streams = streams;
  }

  /** Resolves when the client is gone. */
  get closed(): Promise<void> {
    return this.#socket.closed;
  }

  /** Reads until the client has no more to say. Never rejects: what a client does wrong concerns nobody else. */
  async read(): Promise<void> {
    try {
      for await (const chunk of this.#socket.chunks()) {
        for (const frame of this.#decoder.push(chunk)) await this.#handle(frame);
      }
      // A client that ends its half of the connection leaves.
      if (!this.#socket.isFinished) this.#socket.drop();
    } catch (error) {
      if (error instanceof ConmanError) this.#goAway(goAwayStatus.protocolError);
    } finally {
      this.#headerReader.close();
      this.#socket.hangUp();
    }
  }

  /** Resolves when more may be written, at the latest when the client is gone. */
  async write(streamId: number, data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length && this.#open.has(streamId); at += maxDataBytes) {
      const piece = data.subarray(at, at + maxDataBytes);
      this.#socket.write(encodeDataHeader(streamId, piece.length, false), piece);
      await this.#socket.drained();
    }
  }

  /** No more will be written to the stream. */
  end(streamId: number): void {
    if (this.#open.has(streamId)) this.#socket.write(encodeDataHeader(streamId, 0, true));
  }

  /** No more will be written at all. Resolves when the system has it all, or the client is gone. */
  async finish(): Promise<void> {
    this.#goAway(goAwayStatus.ok);
    await this.#socket.finish();
  }

  async #handle(frame: SpdyFrame): Promise<void> {
    switch (frame.kind) {
      case 'data':
        return await this.#handleData(frame.streamId, frame.data, frame.fin);
      case 'syn-stream':
        await this.#handleSynStream(frame.streamId, await this.#headerReader.read(frame.block));
        if (frame.fin) this.#handleEnd(frame.streamId);
        return;
      case 'headers':
        // Of no use, but the compression of the next ones builds on them.
        await this.#headerReader.read(frame.block);
        if (frame.fin) this.#handleEnd(frame.streamId);
        return;
      case 'rst-stream':
        if (this.#open.delete(frame.streamId)) this.#streams.reset(frame.streamId);
        return;
      case 'ping':
        // Odd ids are the client's; even ones are the echo of ours.
        if (frame.id % 2 === 1) this.#socket.write(encodePing(frame.id));
        return await this.#socket.drained();
      case 'syn-reply':
        throw new ConmanError('data-loss', 'the client answers a stream that was never offered');
      case 'goaway':
      case 'ignored':
    }
  }

  async #handleSynStream(streamId: number, headers: SpdyHeaders): Promise<void> {
    if (streamId % 2 === 0 || streamId <= this.#lastStreamId) {
      throw new ConmanError('data-loss', `the client opens stream ${streamId} after ${this.#lastStreamId}`);
    }
    this.#lastStreamId = streamId;
    this.#open.add(streamId);
    if (!this.#socket.isFinished && this.#streams.opened(streamId, headers)) {
      this.#socket.write(encodeSynReply(streamId, this.#headerWriter.write(new Map())));
    } else {
      this.#open.delete(streamId);
      this.#socket.write(encodeRstStream(streamId, resetStatus.refusedStream));
    }
    await this.#socket.drained();
  }

  async #handleData(streamId: number, data: Buffer, fin: boolean): Promise<void> {
    if (streamId > this.#lastStreamId) {
      throw new ConmanError('data-loss', `the client sends on stream ${streamId}, which it never opened`);
    }
    // What was on its way when the stream was refused or reset.
    if (!this.#open.has(streamId)) return;
    const taken = data.length > 0 ? this.#streams.received(streamId, data) : undefined;
    if (taken !== undefined) await this.#stalledUntil(taken);
    if (fin) this.#handleEnd(streamId);
  }

  #handleEnd(streamId: number): void {
    if (this.#open.has(streamId)) this.#streams.ended(streamId);
  }

  async #stalledUntil(taken: Promise<void>): Promise<void> {
    const timer = setInterval(() => {
      this.#lastPingId += 2;
      this.#socket.write(encodePing(this.#lastPingId));
    }, stallPingMs);
    try {
      await taken;
    } finally {
      clearInterval(timer);
    }
  }

  #goAway(status: number): void {
    this.#socket.write(encodeGoAway(this.#lastStreamId, status));
  }
}
