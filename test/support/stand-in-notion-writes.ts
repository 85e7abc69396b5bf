import { type Call, pageAsked } from './stand-in-notion-call.ts'
import { invalid, notFound } from './stand-in-notion-error.ts'
import { propertyNamed } from './stand-in-notion-filter.ts'
import { editedBy, markdownJson } from './stand-in-notion-markdown.ts'
import { type DataSource, type NotionPage, normalId, type PlainValue } from './stand-in-notion-model.ts'
import { versionWithoutArchived } from './stand-in-notion-objects.ts'
import { partOf, plainValue } from './stand-in-notion-values.ts'

/** A page made through the API; its content may be given as markdown, of which a first heading can be the title. */
export function createdPage(call: Call): NotionPage {
  const { workspace, body } = call
  const source = parentIn(call)
  const { title, properties } = valuesIn(partOf(body, 'properties'), source)
  const markdown = partOf(body, 'markdown') ?? ''
  if (typeof markdown !== 'string') throw invalid('body failed validation: body.markdown should be a string.')
  if (markdown !== '' && (partOf(body, 'children') !== undefined || partOf(body, 'content') !== undefined))
    throw invalid('body failed validation: body.markdown and body.children are mutually exclusive.')
  const [, heading] = title === undefined ? (/^# (.+)$/m.exec(markdown) ?? []) : []
  const rest = heading === undefined ? markdown : markdown.replace(/^# .+\n?/m, '')
  const page = { title: title ?? heading ?? '', properties, markdown: rest, dataSourceId: source.id }
  return workspace.put(page, workspace.bot)
}

/** Properties, and whether the page is in the trash. */
export function updatedPage({ workspace, body, reader }: Call, page: NotionPage): NotionPage {
  const archived = partOf(body, 'archived')
  if (archived !== undefined && reader.version >= versionWithoutArchived)
    throw invalid('body failed validation: body.archived should be not present.')
  const inTrash = partOf(body, 'in_trash') ?? archived
  if (inTrash === true && !page.inTrash) return workspace.trash(page.id, workspace.bot)
  if (inTrash === false && page.inTrash) workspace.restore(page.id, workspace.bot)
  if (workspace.page(page.id).inTrash)
    throw invalid("Can't edit page on block with an archived ancestor. You must unarchive the block before editing.")
  const { title, properties } = valuesIn(partOf(body, 'properties'), workspace.sourceOf(page))
  return workspace.edit(page.id, { properties, ...(title !== undefined && { title }) }, workspace.bot)
}

export function movedPage(call: Call, page: NotionPage): NotionPage {
  return call.workspace.move(page.id, parentIn(call).id, call.workspace.bot)
}

/** The page's content after a write command. */
export function updatedMarkdown(call: Call): Record<string, unknown> {
  const page = pageAsked(call)
  call.workspace.edit(page.id, editedBy(page, call.body), call.workspace.bot)
  return markdownJson(call.workspace, page.id)
}

function parentIn({ workspace, body }: Call): DataSource {
  const asked = String(partOf(partOf(body, 'parent'), 'data_source_id') ?? '')
  const source = workspace.dataSources.get(normalId(asked) ?? '')
  if (!source?.isShared) throw notFound('data source', asked)
  return source
}

function valuesIn(
  sent: unknown,
  source: DataSource,
): { readonly title: string | undefined; readonly properties: Record<string, PlainValue> } {
  let title: string | undefined
  const properties: Record<string, PlainValue> = {}
  for (const [asked, value] of Object.entries(Object(sent ?? {}))) {
    const name = propertyNamed(asked, source)
    const schema = source.properties[name] ?? { type: 'rich_text' }
    const plain = plainValue(name, schema, value)
    if (schema.type === 'title') title = String(plain)
    else properties[name] = plain
  }
  return { title, properties }
}
