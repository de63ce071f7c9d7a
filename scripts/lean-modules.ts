// Plugins for the bundle that leave out what the programs do not use, where a bundler cannot see it by itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const grpc = join(import.meta.dirname, '..', 'node_modules/@grpc/grpc-js/build/src');

/** What nobody asks for comes as nothing. Ink loads React's developer tools when DEV=true, gRPC loads proto-loader for admin services. */
export const withoutUnusedPackages: Plugin = {
  name: 'without-unused-packages',
  setup(bundler) {
    const unused = /^(react-devtools-core|@grpc\/proto-loader)$/;
    bundler.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
    bundler.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** Yoga carries its WebAssembly inside, yet asks fetch() for it if there is one: that loads Node's whole HTTP client, 8 MB. */
export const withoutFetchInYoga: Plugin = {
  name: 'without-fetch-in-yoga',
  setup(bundler) {
    bundler.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    }));
  },
};

/** Ink asks for the width of every character and line of every frame, and that costs a regular expression of all emoji. */
export const rememberedWidths: Plugin = {
  name: 'remembered-widths',
  setup(bundler) {
    const head = 'export default function stringWidth(';
    bundler.onLoad({ filter: /node_modules\/string-width\/index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(head)) return { errors: [{ text: `${path} has no "${head}": see rememberedWidths` }] };
      return { contents: source.replace(head, 'function measure(') + widthMemory };
    });
  },
};

/** Of what fits a line; some screens full. */
const widthMemory = `
const widths = new Map();
export default function stringWidth(input, options) {
  if (options !== undefined || typeof input !== 'string' || input.length > 512) return measure(input, options);
  let width = widths.get(input);
  if (width === undefined) {
    if (widths.size === 1024) widths.clear();
    width = measure(input);
    widths.set(input, width);
  }
  return width;
}
`;

/** The parts of gRPC that a client on a unix socket needs. Its index loads the server, DNS and every load balancer too. */
const grpcClient = `
import './channel.js'; // First, as in its index: its modules import each other in circles.
import { ChannelCredentials } from './channel-credentials.js';
import { setup as registerUnixSockets } from './resolver-uds.js';
import { setup as registerPickFirst } from './load-balancer-pick-first.js';
export { Client } from './client.js';
export { Status as status } from './constants.js';
export { makeClientConstructor as makeGenericClientConstructor } from './make-client.js';
export { Metadata } from './metadata.js';
export const credentials = { createInsecure: ChannelCredentials.createInsecure };
registerUnixSockets();
registerPickFirst();
`;

/** Everybody but the server's own module gets the client's part of gRPC: half the time to load, and two megabytes less. */
export const leanGrpcClient: Plugin = {
  name: 'lean-grpc-client',
  setup(bundler) {
    bundler.onResolve({ filter: /^@grpc\/grpc-js$/ }, ({ path, importer }) =>
      importer.endsWith('src/core/rpc/server.ts') ? undefined : { path, namespace: 'grpc-client' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'grpc-client' }, () => ({ contents: grpcClient, resolveDir: grpc }));
  },
};

/**
 * Imports of Node's own modules without their ESM face: making one reads every export, and some of them (such as
 * http.WebSocket) load a library of their own. The names are those of the Node that builds.
 */
export const leanBuiltinModules: Plugin = {
  name: 'lean-builtin-modules',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:/ }, ({ path, kind, namespace }) =>
      kind === 'import-statement' && namespace === 'file'
        ? { path, namespace: 'builtin', sideEffects: false }
        : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: builtinFace(path) }));
  },
};

function builtinFace(id: string): string {
  const names = Object.keys(Object.getOwnPropertyDescriptors(process.getBuiltinModule(id) as object));
  const exported = names.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  return [
    `const builtin = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(id)});`,
    'const get = (name) => builtin[name];',
    'export default builtin;',
    ...exported.map(
      (name, index) => `const export${index} = /* @__PURE__ */ get('${name}'); export { export${index} as ${name} };`,
    ),
  ].join('\n');
}
