const lineBreak = /\r\n?|[\v\f\u0085\u2028\u2029]/g

/** First what emoji are made of and keep: joiners within them, their variation selectors, and the one of keycaps. */
const unseen =
  /(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)|((?!\n)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB])/gu

const towerOfMarks = /(\p{M}{8})\p{M}+/gu
const emptyLines = /\n(?:[^\S\n]*\n){2,}/g

/**
 * Untrusted text without what nobody can see, so that it can't hide, reorder or split words: bidi controls, zero-width
 * and other ignorable characters, control characters (a tab becomes a space, every kind of line break a newline).
 * Lone surrogates become U+FFFD; of combining marks on one letter eight stay, of empty lines in a row one.
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(lineBreak, '\n')
    .replaceAll('\t', ' ')
    .replace(unseen, (found, dropped: string | undefined) => (dropped === undefined ? found : ''))
    .replace(towerOfMarks, '$1')
    .replace(emptyLines, '\n\n')
}

/** Untrusted text that stays on one line: cleaned, and all white space one space. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim()
