import { cutText } from '../../text/cut-text.ts';
import { fitText } from '../../text/fit-text.ts';

/** `text` in lines of at most `width` cells, broken at blanks where there are some. At least one line. */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer, room)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line !== '' && !fits(line, room)) {
      const head = beginning(line, room);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

function fits(text: string, width: number): boolean {
  return text.length <= width ? fitText(text, width).text === text : false;
}

/** As much of a word as fits; at least one character, or nothing would ever fit. */
function beginning(word: string, width: number): string {
  // A character has at most two units: of a long word, no more is looked at.
  const characters = [...word.slice(0, 2 * width)];
  let count = Math.min(characters.length, width);
  while (count > 1 && !fits(characters.slice(0, count).join(''), width)) count--;
  return characters.slice(0, count).join('');
}

/** A line in pieces of at most `width` cells, with all its blanks: as a terminal breaks it. At least one. */
export function breakLine(text: string, width: number): readonly string[] {
  const pieces: string[] = [];
  for (let index = 0; index < text.length; ) {
    const piece = cutText(text, Math.max(2, width), { index });
    pieces.push(piece.text);
    index = Math.max(piece.index, index + 1);
  }
  return pieces.length > 0 ? pieces : [''];
}
