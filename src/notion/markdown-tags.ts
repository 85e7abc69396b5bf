/** The attributes of a tag, from the text after its name. Their names are in lower case without `-` and `_`: there are two spellings. */
export function attributesIn(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)]
  return Object.fromEntries(
    pairs.map(([, name = '', value = '']) => [name.toLowerCase().replaceAll(/[-_]/g, ''), decoded(value)]),
  )
}

/** Tags that stand within a line; any other that begins one is a block around what follows. */
export function isInline(name: string): boolean {
  return name.startsWith('mention-') || inlineNames.has(name)
}

const inlineNames = new Set(
  'span br unknown file pdf video audio image page database u b i s em strong a sub sup mark code'.split(' '),
)

const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" }

function decoded(value: string): string {
  return value.replaceAll(/&(amp|quot|lt|gt|#39);/g, (_, name: string) => entities[name] ?? '')
}

const hosts =
  /(?:^|\.)(?:notionusercontent\.com|notion-static\.com|file\.notion\.so|file\.notion\.com)$|^prod-files-secure\.|^s3[.-][\w.-]*amazonaws\.com$/
const signature = /[?&](?:X-Amz-\w+|Signature|AWSAccessKeyId)=/i

/** Whether an address leads to a file that Notion keeps, or carries a signature: it opens the file to whoever has it. */
export function isFileAddress(address: string): boolean {
  if (address.startsWith('attachment:') || signature.test(address)) return true
  const url = URL.parse(address)
  if (!url) return false
  return (
    hosts.test(url.hostname) || (/(?:^|\.)notion\.so$/.test(url.hostname) && /^\/(?:signed|image)\//.test(url.pathname))
  )
}

/** What is left of a file: its caption, or else the name at the end of its address. */
export function fileNote(kind: string, caption: string, address: string): string {
  const name = caption.trim() || fileName(address)
  const plain = name.replaceAll(/[[\]\s]+/g, ' ').trim()
  return plain === '' ? `[${kind}]` : `[${kind}: ${plain}]`
}

function fileName(address: string): string {
  const last =
    address
      .replace(/[?#].*$/s, '')
      .split(/[/:]/)
      .at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
