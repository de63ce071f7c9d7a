const ptInterp = 3;

/** True for an ELF program that asks for no dynamic loader (no PT_INTERP), so it runs in an empty root file system. */
export function isStaticElf(file: Buffer): boolean {
  if (file.length < 64 || file.toString('latin1', 0, 4) !== '\x7fELF') return false;
  const is64 = file[4] === 2;
  const isLittle = file[5] === 1;
  const u16 = (at: number): number => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number): number => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const u64 = (at: number): number => Number(isLittle ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
  // Elf64_Ehdr and Elf32_Ehdr, elf(5): offset, entry size and number of the program headers.
  const [offset, size, count] = is64 ? [u64(32), u16(54), u16(56)] : [u32(28), u16(42), u16(44)];
  if (offset + size * count > file.length) return false;
  return Array.from({ length: count }, (_, index) => u32(offset + index * size)).every((type) => type !== ptInterp);
}
