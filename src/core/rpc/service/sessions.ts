import type { SessionOperations } from '../../api/session-operations.ts';
import { createExecFromWire, execToWire } from '../convert-exec.ts';
import { partRequestFromWire, partToWire } from '../convert-log.ts';
import { asBuffer } from '../convert-stream.ts';
import type { AttachRequest, ConmanServer, ReadLogsRequest } from '../generated/conman.ts';
import { serveStream } from '../stream-server.ts';
import { streaming, unary } from './handlers.ts';

export function sessionMethods(engine: SessionOperations) {
  return {
    attach: unary(async (request) => ({ url: await attachUrl(engine, request) })),
    readLogs: streaming(
      (request, abort) => readLogs(engine, request, abort),
      ({ records }) => records.length,
    ),
    readLogPart: unary(async (request) =>
      partToWire(await engine.readLogPart(request.containerId, partRequestFromWire(request))),
    ),
    reopenLog: unary(async ({ containerId }) => {
      await engine.reopenLog(containerId);
      return {};
    }),
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
  } satisfies Partial<ConmanServer>;
}

async function attachUrl(engine: SessionOperations, { containerId, tty, stdin, stdout, stderr }: AttachRequest) {
  return await engine.attachUrl(containerId, { tty, stdin, stdout, stderr });
}

async function* readLogs(engine: SessionOperations, request: ReadLogsRequest, abort: AbortSignal) {
  const { containerId, tail, since, from, until, follow, untilExit } = request;
  const options = {
    ...{ follow, untilExit },
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since }),
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(until === undefined ? {} : { until }),
  };
  for await (const chunk of engine.readLogs(containerId, options, abort)) yield { records: asBuffer(chunk) };
}
