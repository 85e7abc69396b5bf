import { type HiddenBlock, idOf, type NotionPage } from './stand-in-notion-model.ts'

/** A hidden block's id, made from its page's id and its name there. */
export function hiddenId(page: Pick<NotionPage, 'id'>, name: string): string {
  return idOf(`${page.id} ${name}`)
}

/** What stands in markdown for a block that isn't in it. */
export function unknownTag(page: Pick<NotionPage, 'id'>, name: string, block: HiddenBlock): string {
  const url = `https://www.notion.so/${plain(page.id)}#${plain(hiddenId(page, name))}`
  return block.because === 'unsupported' ? `<unknown url="${url}" alt="${block.type}"/>` : `<unknown url="${url}"/>`
}

/** The page's markdown with a tag for every hidden block, as the API gives it. */
export function bodyOf(page: NotionPage): string {
  return withTags(page, typeof page.body === 'string' ? page.body : page.body())
}

/** Markdown of a page, or of a part of it, with tags instead of the names of hidden blocks. */
export function withTags(page: NotionPage, markdown: string): string {
  return markdown.replaceAll(/\{\{([\w-]+)\}\}/g, (placeholder, name: string) => {
    const block = page.hidden[name]
    return block ? unknownTag(page, name, block) : placeholder
  })
}

/** The other way round, for text that a client sends back. */
export function withoutTags(page: NotionPage, markdown: string): string {
  return Object.entries(page.hidden).reduce(
    (text, [name, block]) => text.replaceAll(unknownTag(page, name, block), `{{${name}}}`),
    markdown,
  )
}

/** The hidden blocks that a piece of markdown points at, by name. */
export function hiddenIn(page: NotionPage, markdown: string): readonly (readonly [string, HiddenBlock])[] {
  return Object.entries(page.hidden).filter(([name, block]) => markdown.includes(unknownTag(page, name, block)))
}

function plain(id: string): string {
  return id.replaceAll('-', '')
}
