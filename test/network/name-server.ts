/** A name server for the tests: `node name-server.ts ADDRESS` knows outside.example, and says `ready` when it listens. */
import { serveDns } from '../../src/core/network/dns/dns-server.ts';

const [, , address = ''] = process.argv;
await serveDns(address, {
  lookUp: ({ name }) => (name === 'outside.example' ? [{ type: 'address', address: '192.0.2.99' }] : []),
  nameServers: async () => [],
});
process.stdout.write('ready\n');
