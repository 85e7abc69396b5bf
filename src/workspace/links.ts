import { type LiveText, liveTextsOf, objectsIn, type Written } from './live-text.ts'

/** `<https://…>`, `<https://…|label>`, `<mailto:…>`; not mentions or channels. */
const token = /<((?:[a-z][a-z0-9+.-]*:|www\.)[^<>|\s]+)(?:\|[^<>]*)?>/gi
/** `[label](target)`, also of an image, and `[label]: target`. */
const markdownLink =
  /\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?[^)]*\)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm
const bareUrl = /(?<![\w<|(])(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>|]*[^\s<>|.,;:!?'")\]}*_~`]/gi
const bareAddress = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/**
 * Everywhere a message can lead: links as Slack writes them, addresses that it makes into links by itself, markdown
 * links, links of rich text, and the addresses of buttons and images.
 */
export function linksOf(message: Written): readonly string[] {
  const shown = liveTextsOf(message).filter(({ isShown }) => isShown)
  return [...new Set([...shown.flatMap(linksIn), ...objectsIn(message.blocks ?? []).flatMap(addressesOf)])]
}

function linksIn({ text, syntax, isAutolinked }: LiveText): readonly string[] {
  const written = [...text.matchAll(token)].map(([, target = '']) => target)
  const inMarkdown =
    syntax === 'markdown' ? [...text.matchAll(markdownLink)].map((match) => match[1] ?? match[2] ?? '') : []
  // What was found so far is taken out, so that its label or its middle is not found again.
  const rest = syntax === 'markdown' ? text.replace(token, ' ').replace(markdownLink, '] ') : text.replace(token, ' ')
  const bare = isAutolinked
    ? [
        ...[...rest.matchAll(bareUrl)].map(([url]) => url),
        ...[...rest.matchAll(bareAddress)].map(([address]) => `mailto:${address}`),
      ]
    : []
  return [...written, ...inMarkdown, ...bare].map(unescaped).filter((target) => target !== '')
}

/** `url`, `image_url`, `title_url` and the like, wherever they stand. */
function addressesOf(part: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(part).flatMap(([key, value]) =>
    /(^|_)url$/.test(key) && typeof value === 'string' && value !== '' ? [value] : [],
  )
}

const unescaped = (target: string): string =>
  target.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
