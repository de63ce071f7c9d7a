import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { ContainerEngine } from '../api/engine.ts';
import { ConmanError } from '../errors/index.ts';
import { containerToWire, createFromWire, exitToWire, statusToWire } from './convert-container.ts';
import { eventToWire } from './convert-event.ts';
import { createExecFromWire, execToWire } from './convert-exec.ts';
import { imageToWire, pullToWire } from './convert-image.ts';
import { processToWire } from './convert-process.ts';
import { asBuffer } from './convert-stream.ts';
import { toStatus } from './errors.ts';
import type { AttachRequest, ConmanServer, PullImageRequest, ReadLogsRequest } from './generated/conman.ts';
import { PacedWriter } from './paced-writer.ts';
import { serveStream } from './stream-server.ts';

/** Service `Conman` over an engine: conversion and nothing else. */
export function conmanService(engine: ContainerEngine): ConmanServer {
  return {
    version: unary(async () => {
      const version = await engine.version();
      return { ...version, pid: BigInt(version.pid) };
    }),
    createContainer: unary(async (request) => {
      const { id } = await engine.createContainer(createFromWire(request));
      return { containerId: id };
    }),
    startContainer: unary(async ({ containerId }) => {
      await engine.startContainer(containerId);
      return {};
    }),
    stopContainer: unary(async ({ containerId, timeout }) => {
      await engine.stopContainer(containerId, { timeoutSeconds: stopTimeout(timeout) });
      return {};
    }),
    restartContainer: unary(async ({ containerId, timeout }) => {
      await engine.restartContainer(containerId, { timeoutSeconds: stopTimeout(timeout) });
      return {};
    }),
    pauseContainer: unary(async ({ containerId }) => {
      await engine.pauseContainer(containerId);
      return {};
    }),
    resumeContainer: unary(async ({ containerId }) => {
      await engine.resumeContainer(containerId);
      return {};
    }),
    renameContainer: unary(async ({ containerId, name }) => {
      await engine.renameContainer(containerId, name);
      return {};
    }),
    waitContainer: unaryUntilCancelled(async ({ containerId }, abort) => ({
      exit: exitToWire(await engine.waitContainer(containerId, abort)),
    })),
    listProcesses: unary(async ({ containerId }) => ({
      processes: (await engine.listProcesses(containerId)).map(processToWire),
    })),
    removeContainer: unary(async ({ containerId, force }) => {
      await engine.removeContainer(containerId, { force });
      return {};
    }),
    listContainers: unary(async () => ({ containers: (await engine.listContainers()).map(containerToWire) })),
    containerStatus: unary(async ({ containerId }) => ({
      status: statusToWire(await engine.containerStatus(containerId)),
    })),
    attach: unary(async (request) => ({ url: await attachUrl(engine, request) })),
    killContainer: unary(async ({ containerId, signal }) => {
      await engine.killContainer(containerId, signal);
      return {};
    }),
    inspectContainer: unary(async ({ containerId }) => ({
      json: JSON.stringify(await engine.inspectContainer(containerId)),
    })),
    readLogs: streaming(
      (request, abort) => readLogs(engine, request, abort),
      ({ records }) => records.length,
    ),
    attachContainer: serveStream((id, options) => engine.attachContainer(id, options)),
    createExec: unary(async (request) => {
      const session = await engine.createExec(request.containerId, createExecFromWire(request));
      return { session: execToWire(session) };
    }),
    attachExec: serveStream((id, options) => engine.attachExec(id, options)),
    listExecs: unary(async () => ({ sessions: (await engine.listExecs()).map(execToWire) })),
    removeExec: unary(async ({ id }) => {
      await engine.removeExec(id);
      return {};
    }),
    events: streaming(
      (_request, abort) => events(engine, abort),
      () => estimatedEventBytes,
    ),
    listImages: unary(async () => ({ images: (await engine.listImages()).map(imageToWire) })),
    inspectImage: unary(async ({ image }) => ({ json: JSON.stringify(await engine.inspectImage(image)) })),
    pullImage: streaming(
      (request, abort) => pullImage(engine, request, abort),
      () => estimatedEventBytes,
    ),
    removeImage: unary(async ({ image }) => {
      await engine.removeImage(image);
      return {};
    }),
  };
}

/** Only a bound on how many events may wait for a slow client. */
const estimatedEventBytes = 1024;

function stopTimeout(timeout: bigint): number {
  if (timeout < 0n) throw new ConmanError('invalid-argument', `a timeout of ${timeout} seconds is in the past`);
  return Number(timeout);
}

async function attachUrl(engine: ContainerEngine, { containerId, tty, stdin, stdout, stderr }: AttachRequest) {
  return await engine.attachUrl(containerId, { tty, stdin, stdout, stderr });
}

async function* readLogs(engine: ContainerEngine, request: ReadLogsRequest, abort: AbortSignal) {
  const { containerId, tail, since, follow } = request;
  const options = { follow, ...(tail === undefined ? {} : { tail }), ...(since === undefined ? {} : { since }) };
  for await (const chunk of engine.readLogs(containerId, options, abort)) yield { records: asBuffer(chunk) };
}

async function* events(engine: ContainerEngine, abort: AbortSignal) {
  for await (const event of engine.events(abort)) yield eventToWire(event);
}

async function* pullImage(engine: ContainerEngine, { reference, platform }: PullImageRequest, abort: AbortSignal) {
  const options = platform === '' ? {} : { platform };
  for await (const progress of engine.pullImage(reference, options, abort)) yield pullToWire(progress);
}

function unary<Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

/** For what may take as long as a container runs: nobody goes on waiting for a client that has left. */
function unaryUntilCancelled<Request, Response>(
  answer: (request: Request, abort: AbortSignal) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const abort = new AbortController();
    call.once('cancelled', () => abort.abort());
    unary((request: Request) => answer(request, abort.signal))(call, callback);
  };
}

function streaming<Request, Response>(
  answer: (request: Request, abort: AbortSignal) => AsyncIterable<Response>,
  bytesOf: (response: Response) => number,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    void stream(call, answer, bytesOf);
  };
}

async function stream<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  answer: (request: Request, abort: AbortSignal) => AsyncIterable<Response>,
  bytesOf: (response: Response) => number,
): Promise<void> {
  const abort = new AbortController();
  const writer = new PacedWriter(call);
  call.once('cancelled', () => abort.abort());
  try {
    for await (const response of answer(call.request, abort.signal)) {
      if (abort.signal.aborted) return;
      await writer.write(response, bytesOf(response));
    }
    call.end();
  } catch (error) {
    call.emit('error', toStatus(error));
  }
}
