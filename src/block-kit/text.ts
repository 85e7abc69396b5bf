import { escaped } from './escaped.ts'

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

/** Where Slack would see something to format or to link, the sign that looks like it and means nothing to it. */
const harmless: Readonly<Record<string, string>> = {
  '*': '∗',
  '`': 'ˋ',
  '~': '∼',
  _: 'ˍ',
  '@': '＠',
  '#': '＃',
  ':': '∶',
  '.': '․',
}

const emphasis = String.raw`[*\x60~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])`
const mention = String.raw`@|(?<![\p{L}\p{N}])#(?=[\p{L}\p{N}])`
const address = String.raw`:(?=//)|(?<=[\p{L}\p{N}-])\.(?=\p{L}{2})`
/** `:name:`, but not the minutes in 12:30:59. */
const shortcode = String.raw`:(?!(?<=\d:)\d\d:)(?=[\w+'-]+:)`
const meaningful = new RegExp([emphasis, mention, address, shortcode].join('|'), 'gu')
const quotation = /^[^\S\n]*>+/gm

/**
 * Untrusted text as mrkdwn that shows as written: cleaned, `&`, `<` and `>` as entities, and every sign that Slack's
 * mrkdwn gives a meaning (emphasis, code, quotes, emoji names, @mentions, #channels, addresses that link themselves)
 * replaced by its harmless look-alike. Meant for notification text and our own sentences; all else goes as rich text.
 */
export function mrkdwn(text: string): string {
  const shown = clean(text)
    .replace(meaningful, (sign) => harmless[sign] ?? sign)
    .replace(quotation, (signs) => signs.replaceAll('>', '›'))
  return escaped(shown)
}
