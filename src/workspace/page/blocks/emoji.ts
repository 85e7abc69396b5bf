/** The emoji that apps and people use most in incident talk, by Slack's names. Others show as `:name:`, as text. */
const characters: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  eyes: '👀',
  white_check_mark: '✅',
  x: '❌',
  warning: '⚠️',
  rotating_light: '🚨',
  fire: '🔥',
  boom: '💥',
  bug: '🐛',
  construction: '🚧',
  no_entry: '⛔',
  hourglass_flowing_sand: '⏳',
  date: '📅',
  chart_with_upwards_trend: '📈',
  chart_with_downwards_trend: '📉',
  bar_chart: '📊',
  mag: '🔍',
  bulb: '💡',
  memo: '📝',
  books: '📚',
  page_facing_up: '📄',
  clipboard: '📋',
  pushpin: '📌',
  lock: '🔒',
  wrench: '🔧',
  gear: '⚙️',
  pick: '⛏️',
  gem: '💎',
  package: '📦',
  robot_face: '🤖',
  rocket: '🚀',
  sparkles: '✨',
  star: '⭐',
  tada: '🎉',
  moneybag: '💰',
  repeat: '🔁',
  arrows_counterclockwise: '🔄',
  arrow_right: '➡️',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  white_circle: '⚪️',
  black_circle: '⚫️',
  information_source: 'ℹ️',
  question: '❓',
  exclamation: '❗',
  heart: '❤️',
  wave: '👋',
  pray: '🙏',
  raised_hands: '🙌',
  clap: '👏',
  muscle: '💪',
  point_right: '👉',
  speech_balloon: '💬',
  thinking_face: '🤔',
  slightly_smiling_face: '🙂',
  sweat_smile: '😅',
  ok_hand: '👌',
  '100': '💯',
}

/** The character of an emoji name, with or without a skin tone, or null for a name that this page has no picture of. */
export function emojiCharacter(name: string): string | null {
  const [plain = '', tone] = name.split('::skin-tone-')
  const character = Object.hasOwn(characters, plain) ? characters[plain] : undefined
  if (character === undefined) return null
  return tone && /^[2-6]$/.test(tone) ? character + String.fromCodePoint(0x1f3f9 + Number(tone)) : character
}

/** What to show for an emoji name: its character, else the name between colons as Slack shows an unknown one. */
export function emojiText(name: string): string {
  return emojiCharacter(name) ?? `:${name}:`
}

/** Replaces each `:name:` in a plain text that is known; everything else stays letter for letter. */
export function withEmoji(text: string): string {
  return text.replaceAll(
    /:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/g,
    (whole, name: string) => emojiCharacter(name) ?? whole,
  )
}
