/** The same numbers in [0, 1) for the same seed (mulberry32), so that a failing case can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pieces: readonly ((random: () => number) => string)[] = [
  (random) => 'abcdefghij'.slice(0, 1 + Math.floor(random() * 10)),
  () => ' ',
  () => ' ',
  () => '\n',
  () => '\n\n',
  () => '. Then ',
  () => '&amp;',
  () => '&lt;!here&gt;',
  () => '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}',
  () => '\u{1F44D}\u{1F3FD}',
  () => '\u{1F1E9}\u{1F1EA}',
  () => '1\uFE0F\u20E3',
  (random) => `e${'\u0301'.repeat(Math.floor(random() * 20))}`,
  () => '\uD83D',
  () => '\uDE00',
  () => '漢字かな',
  () => '\u0915\u094D\u0937',
  () => '\u202E\u200B\u2066',
  (random) => 'x'.repeat(Math.floor(random() * 80)),
  () => '*_~`<>@#:',
]

/** Up to sixty pieces of everything that is hard to cut, in any order. */
export const randomText = (random: () => number): string =>
  Array.from(
    { length: Math.floor(random() * 60) },
    () => pieces[Math.floor(random() * pieces.length)]?.(random) ?? '',
  ).join('')

/** Graphemes as people see them. */
export const graphemesOf = (text: string): string[] =>
  [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)
