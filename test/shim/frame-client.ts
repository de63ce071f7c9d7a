import { connect, type Socket } from 'node:net';

/** Frame types of src/shim/PROTOCOL.md. */
export const frameType = {
  hello: 0x01,
  stdin: 0x02,
  closeStdin: 0x03,
  resize: 0x04,
  reopenLog: 0x05,
  limitRun: 0x06,
  welcome: 0x41,
  stdout: 0x42,
  stderr: 0x43,
  logLoss: 0x44,
  stdinClosed: 0x45,
  exit: 0x46,
  error: 0x47,
  logReopened: 0x48,
} as const;

export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

export function encodeFrame(type: number, payload: Uint8Array | string = ''): Buffer {
  const body = Buffer.from(payload);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(type * 2 ** 24 + body.length);
  return Buffer.concat([header, body]);
}

/** A client of the attach socket that remembers every frame, for tests to wait on and look at. */
export class FrameClient {
  readonly frames: Frame[] = [];
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #closed = false;
  readonly #received = new Map<number, number>();
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Connects, says HELLO and waits for the answer, so that no output is missed; `wants` 1 = stdout, 2 = stderr. */
  static async open(path: string, wants = 3): Promise<FrameClient> {
    const client = await FrameClient.connect(path);
    client.send(frameType.hello, Uint8Array.of(1, wants));
    await client.first(frameType.welcome);
    return client;
  }

  static connect(path: string): Promise<FrameClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new FrameClient(socket)));
      socket.once('error', reject);
    });
  }

  send(type: number, payload: Uint8Array | string = ''): void {
    this.#socket.write(encodeFrame(type, payload));
  }

  sendRaw(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Stops reading, as a client does that hangs. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  leave(): void {
    this.#socket.destroy();
  }

  /** Sends everything written so far, then leaves without reading another byte. */
  leaveAfterSending(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write('', () => {
        this.#socket.destroy();
        resolve();
      });
    });
  }

  /** The first frame of the type, waiting for it. */
  async first(type: number): Promise<Frame> {
    const find = () => this.frames.find((frame) => frame.type === type);
    await this.until(() => find() !== undefined);
    return find() as Frame;
  }

  /** Everything received of one stream. */
  bytes(type: number): Buffer {
    return Buffer.concat(this.frames.filter((frame) => frame.type === type).map((frame) => frame.payload));
  }

  /** Waits for so many bytes of one stream, cheap enough for megabytes. */
  async untilReceived(type: number, length: number): Promise<void> {
    await this.until(() => (this.#received.get(type) ?? 0) >= length);
  }

  async untilText(type: number, text: string): Promise<void> {
    await this.until(() => this.bytes(type).includes(text));
  }

  async untilClosed(): Promise<void> {
    await this.until(() => this.#closed);
  }

  /** Waits for the condition, which is looked at after each arrival; throws when the shim hung up before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#closed) {
        const types = this.frames
          .slice(-5)
          .map((frame) => `0x${frame.type.toString(16)} ${frame.payload.subarray(0, 80)}`);
        throw new Error(`the connection ended; last frames: ${types.join(', ')}`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #receive(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= 4) {
      const head = this.#pending.readUInt32BE();
      const end = 4 + (head % 2 ** 24);
      if (this.#pending.length < end) break;
      const type = Math.floor(head / 2 ** 24);
      this.frames.push({ type, payload: this.#pending.subarray(4, end) });
      this.#received.set(type, (this.#received.get(type) ?? 0) + end - 4);
      this.#pending = this.#pending.subarray(end);
    }
    this.#wake();
  }
}
