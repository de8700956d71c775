/**
 * How wide a text is, and where to break it.
 * @module
 */

/** Rough width of a text in em of DejaVu Sans. */
export function textWidthEm(text: string, isBold: boolean): number {
  let width = 0;
  for (const c of text) {
    if (/[iljI.,'!:;|() -]/.test(c)) width += 0.38;
    else if (/[mwMW@&%]/.test(c)) width += 0.98;
    else if (/[A-Z0-9ÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜÑ]/.test(c)) width += 0.7;
    else width += 0.6;
  }
  return width * (isBold ? 1.09 : 1);
}

/** Words to at most three lines of about equal length. */
export function breakLines(title: string, isStacked: boolean): string[] {
  const words = title.split(" ");
  if (isStacked && words.length <= 4) return joinShortWords(words);
  const nLines = title.length <= 11 ? 1 : title.length <= 26 ? 2 : 3;
  const target = title.length / Math.min(nLines, words.length);
  const lines = [words[0]];
  for (const word of words.slice(1)) {
    const last = lines.length - 1;
    if ((lines[last] + " " + word).length <= target * 1.4) lines[last] += " " + word;
    else lines.push(word);
  }
  return lines;
}

function joinShortWords(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length <= 3) lines[last] += " " + word;
    else lines.push(word);
  }
  return lines;
}
