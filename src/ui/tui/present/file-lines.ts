const bytesPerRow = 16;
/** Of a file that is no text, its beginning says what it is. */
const mostBinaryBytes = 4_096;

/** A file as lines to look at: text, or bytes in hexadecimal where it is none. `sizeBytes` is that of the whole file. */
export function fileLines(data: Uint8Array, sizeBytes: number): readonly string[] {
  if (data.length === 0) return ['The file is empty.'];
  const isText = !data.subarray(0, mostBinaryBytes).includes(0);
  const shown = isText ? data : data.subarray(0, mostBinaryBytes);
  const lines = isText ? new TextDecoder().decode(shown).replace(/\n$/, '').split('\n') : hexLines(shown);
  const rest = sizeBytes - shown.length;
  return rest > 0 ? [...lines, `… ${rest} bytes more`] : lines;
}

function hexLines(data: Uint8Array): readonly string[] {
  const count = Math.ceil(data.length / bytesPerRow);
  return Array.from({ length: count }, (_, row) => {
    const bytes = [...data.subarray(row * bytesPerRow, (row + 1) * bytesPerRow)];
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${(row * bytesPerRow).toString(16).padStart(6, '0')}  ${hex.padEnd(bytesPerRow * 3 - 1)}  ${text}`;
  });
}
