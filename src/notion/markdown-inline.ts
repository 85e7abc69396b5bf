import { attributesIn, fileNote, isFileAddress } from './markdown-tags.ts'

/** Takes the names of people who are mentioned. */
export type Mentions = { readonly people: string[] }

const address = String.raw`(?:\\.|[^()\\\n]|\([^()\n]*\)){0,4000}`
const label = String.raw`(?:\\.|[^[\]\\\n]){0,2000}`
const token = new RegExp(
  [
    String.raw`\\(?<escaped>[\\*~${'`'}$[\]<>{}|^])`,
    String.raw`\$${'`'}(?<math>[^${'`'}\n]+)${'`'}\$`,
    String.raw`(?<ticks>${'`'}+)(?:[^${'`'}]|(?!\k<ticks>(?!${'`'}))${'`'}+)*\k<ticks>(?!${'`'})`,
    String.raw`!\[(?<alt>${label})\]\((?<image>${address})\)`,
    String.raw`\[\^(?<citation>[^\]\n]*)\]`,
    String.raw`\[(?<label>${label})\]\((?<href>${address})\)`,
    String.raw`<(?<name>mention-[\w-]+|unknown|file|pdf|video|audio|image|page|database)(?<attributes>(?:\s+[\w-]+="[^"]*")*)\s*(?:/>|>(?:(?<inner>[^\n]{0,2000}?)</\k<name>>)?)`,
    String.raw`<(?<auto>https?://[^\s<>]+)>`,
    String.raw`(?<br><br\s*/?>)`,
    String.raw`(?<tag></?[A-Za-z][\w-]*(?:\s+[\w-]+="[^"]*")*\s*/?>)`,
    String.raw`(?<url>https?://[^\s<>()[\]]+)`,
  ].join('|'),
  'g',
)

/**
 * A line of Notion's dialect as plain Markdown: escapes undone, people as their names, files as notes, other tags gone.
 * Line breaks become new lines.
 */
export function plainLine(text: string, mentions: Mentions): string {
  return text.replaceAll(token, (...match) => {
    const groups: Groups = match.at(-1)
    return plainToken(groups, match[0], text.slice(match.at(-3) + match[0].length), mentions)
  })
}

type Groups = Readonly<Record<string, string | undefined>>

function plainToken(found: Groups, whole: string, rest: string, mentions: Mentions): string {
  const { escaped, math, alt, label: anchor, name } = found
  if (escaped !== undefined) return unescaped(escaped, rest)
  if (math !== undefined) return `\`${math}\``
  if (found.ticks !== undefined) return whole
  if (alt !== undefined) return alt.trim() === '' ? '' : fileNote('image', plainLine(alt, mentions), '')
  if (found.citation !== undefined || found.tag !== undefined) return ''
  if (anchor !== undefined) return plainLink(plainLine(anchor, mentions), found.href ?? '')
  if (name !== undefined)
    return plainTag(name, found.attributes ?? '', plainLine(found.inner ?? '', mentions), mentions)
  if (found.br !== undefined) return '\n'
  const target = found.auto ?? found.url ?? ''
  return isFileAddress(target) ? fileNote('file', '', target) : whole
}

/** What would make a tag of plain text stays escaped: everybody who reads Markdown would drop it. */
function unescaped(character: string, rest: string): string {
  return character === '<' && /^[A-Za-z/!?]/.test(rest) ? '\\<' : character
}

function plainLink(anchor: string, href: string): string {
  return isFileAddress(href) || anchor === '' ? anchor : `[${anchor}](${href})`
}

/**
 * Of what is mentioned only the name is left. The title of another document stays marked as a link's, which leads
 * nowhere: it is no part of what this one says.
 */
function plainTag(name: string, tag: string, inner: string, { people }: Mentions): string {
  const attributes = attributesIn(tag)
  switch (name) {
    case 'unknown':
      return ''
    case 'mention-user': {
      const person = inner.replace(/^@/, '').trim()
      if (person !== '') people.push(person)
      return person || 'somebody'
    }
    case 'mention-date':
      return dateOf(attributes) || inner
    case 'mention-page':
    case 'mention-database':
    case 'mention-data-source':
    case 'page':
    case 'database':
      return inner === '' ? '[link]' : `[${inner}]()`
    case 'file':
    case 'pdf':
    case 'video':
    case 'audio':
    case 'image':
      return fileNote(name === 'pdf' ? 'file' : name, inner, attributes.src ?? '')
    default:
      return inner
  }
}

/** As in `2026-01-05 14:00 (Europe/Berlin) – 2026-01-06`. */
function dateOf({ start, starttime, end, endtime, timezone }: Readonly<Record<string, string>>): string {
  const from = [start, starttime].filter(Boolean).join(' ')
  const until = [end, endtime].filter(Boolean).join(' ')
  const place = timezone && (starttime || endtime) ? ` (${timezone})` : ''
  return until === '' || until === from ? `${from}${place}` : `${from} – ${until}${place}`
}
