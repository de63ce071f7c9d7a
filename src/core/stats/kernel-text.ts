/** The number in a file that holds one; undefined for `max`, an empty file or anything else. */
export function numberIn(text: string): number | undefined {
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? undefined : number;
}

/** The value of a line `KEY VALUE` of a flat keyed file; 0 where there is no such line. */
export function keyed(text: string, key: string): number {
  const start = text.startsWith(`${key} `) ? 0 : text.indexOf(`\n${key} `) + 1;
  if (start === 0 && !text.startsWith(`${key} `)) return 0;
  return numberIn(text.slice(start + key.length + 1, start + key.length + 24)) ?? 0;
}
