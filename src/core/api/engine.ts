import type { CheckpointOperations } from './checkpoint-operations.ts';
import type { ContainerOperations } from './container-operations.ts';
import type { DaemonOperations } from './daemon-operations.ts';
import type { FileOperations } from './file-operations.ts';
import type { ImageOperations } from './image-operations.ts';
import type { NetworkOperations } from './network-operations.ts';
import type { SessionOperations } from './session-operations.ts';
import type { StatsOperations } from './stats-operations.ts';
import type { SystemOperations } from './system-operations.ts';
import type { VolumeOperations } from './volume-operations.ts';

/**
 * The one door between people's programs and containers: implemented by the engine inside `conmand`, and by the gRPC
 * client for everybody else.
 *
 * Every `ref` is a container's name, its id, or a prefix of its id that no other container shares. Every method rejects
 * with a ConmanError: `not-found`, `invalid-argument` (malformed or ambiguous `ref`) and `unavailable` (no daemon) are
 * possible everywhere and not repeated at the methods.
 */
export interface ContainerEngine
  extends SystemOperations,
    ContainerOperations,
    CheckpointOperations,
    SessionOperations,
    ImageOperations,
    NetworkOperations,
    StatsOperations,
    DaemonOperations,
    FileOperations,
    VolumeOperations {}
