import type { ChannelOptions } from '@grpc/grpc-js';

const mebibyte = 1024 * 1024;

/** A request is at most a container's environment and arguments; input comes in small messages. */
export const serverChannelOptions: ChannelOptions = {
  'grpc.max_receive_message_length': 8 * mebibyte,
  'grpc.max_send_message_length': -1,
};

/**
 * Lists of many containers are large. Retries would keep a copy of every message sent, for a socket on which nothing
 * gets lost. A dead socket is retried soon, because a daemon that restarts is back in a fraction of a second.
 */
export const clientChannelOptions: ChannelOptions = {
  'grpc.max_receive_message_length': 64 * mebibyte,
  'grpc.max_send_message_length': 8 * mebibyte,
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 500,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.service_config_disable_resolution': 1,
};

/** Largest piece of a stream in one message, in bytes. */
export const maxStreamPiece = 256 * 1024;
