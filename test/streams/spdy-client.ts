import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { constants, createDeflate } from 'node:zlib';
import { spdyDictionary } from '../../src/core/streams/remote-command/spdy-dictionary.ts';

export interface Refused {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Offer {
  readonly method?: string;
  readonly upgrade?: string;
  readonly protocols?: readonly string[];
}

/** A frame as it came; `kind` is 0 for DATA. */
interface ReceivedFrame {
  readonly kind: number;
  readonly streamId: number;
  readonly flags: number;
  readonly payload: Buffer;
}

const everyVersion = [5, 4, 3, 2].map((version) => `v${version}.channel.k8s.io`);

/** A client of Kubernetes' remote command that a test leads by the hand. It reads frames with code of its own. */
export class SpdyClient {
  readonly frames: ReceivedFrame[] = [];
  /** Stream ids by channel. */
  readonly streams = new Map<string, number>();
  readonly protocol: string | undefined;
  readonly socket: Socket;
  readonly #deflate = createDeflate({ dictionary: spdyDictionary() });
  #held: Buffer = Buffer.alloc(0);
  #nextStreamId = 1;
  #isClosed = false;
  #changed: () => void = () => undefined;

  private constructor(response: IncomingMessage, socket: Socket, head: Buffer) {
    this.protocol = response.headers['x-stream-protocol-version']?.toString();
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#changed();
    });
    this.#receive(head);
  }

  /** What the server answers: a connection, or a refusal. */
  static async offer(url: string, offer: Offer = {}): Promise<SpdyClient | Refused> {
    const { method = 'POST', upgrade = 'SPDY/3.1', protocols = [...everyVersion, 'channel.k8s.io'] } = offer;
    const headers = { Connection: 'Upgrade', Upgrade: upgrade, 'X-Stream-Protocol-Version': [...protocols] };
    const call = request(url, { method, headers, agent: false });
    const answer = new Promise<SpdyClient | Refused>((resolve, reject) => {
      call.on('upgrade', (response, socket, head) => resolve(new SpdyClient(response, socket as Socket, head)));
      call.on('response', async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
      call.on('error', reject);
    });
    call.end();
    return await answer;
  }

  static async connect(url: string): Promise<SpdyClient> {
    const client = await SpdyClient.offer(url);
    if (client instanceof SpdyClient) return client;
    throw new Error(`refused with ${client.status}: ${client.body}`);
  }

  /** Opens a stream for each channel and awaits the answers. */
  async open(...channels: readonly string[]): Promise<void> {
    for (const channel of channels) {
      const streamId = await this.openStream({ streamtype: channel });
      this.streams.set(channel, streamId);
      await this.until(() => this.frames.some((frame) => frame.kind === 2 && frame.streamId === streamId));
    }
  }

  async openStream(headers: Readonly<Record<string, string>>): Promise<number> {
    const streamId = this.#nextStreamId;
    this.#nextStreamId += 2;
    const start = Buffer.alloc(10);
    start.writeUInt32BE(streamId);
    this.sendControl(1, Buffer.concat([start, await this.#compress(headers)]));
    return streamId;
  }

  send(channel: string, data: string | Uint8Array, fin = false): boolean {
    const bytes = Buffer.from(data);
    const header = Buffer.alloc(8);
    header.writeUInt32BE(this.streams.get(channel) ?? 0);
    header.writeUInt8(fin ? 1 : 0, 4);
    header.writeUIntBE(bytes.length, 5, 3);
    return this.socket.write(Buffer.concat([header, bytes]));
  }

  sendControl(kind: number, payload: Uint8Array): void {
    const header = Buffer.alloc(8);
    header.writeUInt16BE(0x8003);
    header.writeUInt16BE(kind, 2);
    header.writeUIntBE(payload.length, 5, 3);
    this.socket.write(Buffer.concat([header, payload]));
  }

  /** What came on a channel so far. */
  text(channel: string): string {
    const streamId = this.streams.get(channel);
    const data = this.frames.filter((frame) => frame.kind === 0 && frame.streamId === streamId);
    return Buffer.concat(data.map(({ payload }) => payload)).toString();
  }

  hasEnded(channel: string): boolean {
    const streamId = this.streams.get(channel);
    return this.frames.some((frame) => frame.kind === 0 && frame.streamId === streamId && frame.flags === 1);
  }

  /** The status on the error channel, when the server has ended it. */
  async status(): Promise<unknown> {
    await this.until(() => this.hasEnded('error'));
    return JSON.parse(this.text('error'));
  }

  /** Waits for what the server says; fails when it hangs up first. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#isClosed) throw new Error('the server hung up');
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Until the server has hung up. */
  async closed(): Promise<void> {
    if (!this.#isClosed) await once(this.socket, 'close');
  }

  leave(): void {
    this.socket.destroy();
  }

  /** A header block, compressed as all of the connection's are. */
  async #compress(headers: Readonly<Record<string, string>>): Promise<Buffer> {
    const texts = Object.entries(headers).flat();
    const parts = texts.map((text) => [uint32(Buffer.byteLength(text)), Buffer.from(text)]);
    this.#deflate.write(Buffer.concat([uint32(texts.length / 2), ...parts.flat()]));
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, () => resolve()));
    return this.#deflate.read() as Buffer;
  }

  #receive(chunk: Buffer): void {
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length >= 8) {
      const isControl = this.#held.readUInt8(0) >= 0x80;
      const end = 8 + this.#held.readUIntBE(5, 3);
      if (this.#held.length < end) break;
      const payload = this.#held.subarray(8, end);
      const streamId = isControl ? payload.readUInt32BE(0) : this.#held.readUInt32BE(0);
      const kind = isControl ? this.#held.readUInt16BE(2) : 0;
      this.frames.push({ kind, streamId, flags: this.#held.readUInt8(4), payload });
      this.#held = this.#held.subarray(end);
    }
    this.#changed();
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
