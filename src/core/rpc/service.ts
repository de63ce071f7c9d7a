import type { ContainerEngine } from '../api/engine.ts';
import type { ContainerListWriter } from './container-list.ts';
import type { ConmanServer } from './generated/conman.ts';
import { checkpointMethods } from './service/checkpoints.ts';
import { containerMethods } from './service/containers.ts';
import { daemonMethods } from './service/daemon.ts';
import { fileMethods } from './service/files.ts';
import { imageMethods } from './service/images.ts';
import { networkMethods } from './service/networks.ts';
import { sessionMethods } from './service/sessions.ts';
import { statsMethods } from './service/stats.ts';
import { systemMethods } from './service/system.ts';
import { volumeMethods } from './service/volumes.ts';

/** Service `Conman` over an engine: conversion and nothing else. */
export function conmanService(engine: ContainerEngine, lists: ContainerListWriter): ConmanServer {
  return {
    ...systemMethods(engine),
    ...containerMethods(engine, lists),
    ...checkpointMethods(engine),
    ...sessionMethods(engine),
    ...imageMethods(engine),
    ...networkMethods(engine),
    ...statsMethods(engine),
    ...daemonMethods(engine),
    ...fileMethods(engine),
    ...volumeMethods(engine),
  };
}
