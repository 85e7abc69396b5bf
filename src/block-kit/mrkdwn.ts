import { clean } from '../untrusted/clean.ts'
import { escaped } from './escaped.ts'

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
