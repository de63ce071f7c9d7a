import { paxRecord, type TarMember, tarArchive, tarMember } from './tar-bytes.ts';

const names = [
  'a',
  'b/c',
  'b',
  '../x',
  '/abs',
  './',
  '.wh.a',
  'b/.wh..wh..opq',
  '.wh.',
  'long'.repeat(60),
  'é',
  'a/b/c',
  '',
];
const types = ['0', '1', '2', '3', '4', '5', '6', '7', 'x', 'g', 'L', 'K', 'S', 'Z', '\0'];

/** An archive that is nearly right: members of all kinds, then bytes changed, cut out or repeated. */
export function fuzzedArchive(random: () => number): Buffer {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const member = (): TarMember | Buffer => {
    if (random() < 0.2)
      return tarMember({
        path: 'pax',
        type: 'x',
        content: paxRecord(
          pick(['path', 'size', 'mtime', 'SCHILY.xattr.user.a']),
          pick(['1', '-1', 'a', '9'.repeat(30), '../b']),
        ),
      });
    return {
      path: pick(names),
      type: pick(types),
      link: pick(names),
      mode: Math.floor(random() * 0o10000),
      uid: pick([0, 1, 2 ** 40]),
      content: 'x'.repeat(Math.floor(random() * 1500)),
    };
  };
  const archive = tarArchive(Array.from({ length: 1 + Math.floor(random() * 6) }, member));
  for (let changes = Math.floor(random() * 5); changes > 0; changes--) {
    archive[Math.floor(random() * archive.length)] = Math.floor(random() * 256);
  }
  return random() < 0.3 ? archive.subarray(0, Math.floor(random() * archive.length)) : archive;
}

const referenceParts = [
  'a',
  'docker.io',
  'localhost',
  '127.0.0.1:5000',
  '[::1]:5',
  '/',
  ':',
  '@',
  'sha256:',
  'f'.repeat(64),
  '..',
  'A',
  '_',
  '--',
  ' ',
  '\n',
  '\0',
  'é',
  'latest',
];

export function fuzzedReference(random: () => number): string {
  const length = 1 + Math.floor(random() * 8);
  return Array.from({ length }, () => referenceParts[Math.floor(random() * referenceParts.length)]).join('');
}
