import { type Call, pageAsked } from './stand-in-notion-call.ts'
import { invalid, notFound, refusedInTrash } from './stand-in-notion-error.ts'
import { propertyNamed } from './stand-in-notion-filter.ts'
import { editedBy, markdownJson } from './stand-in-notion-markdown.ts'
import { type Columns, type NotionPage, normalId, type PlainValue } from './stand-in-notion-model.ts'
import { versionWithoutArchived } from './stand-in-notion-objects.ts'
import { plainColumns } from './stand-in-notion-schema.ts'
import { partOf, plainValue } from './stand-in-notion-values.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** A page made through the API; its content may be given as markdown, of which a first heading can be the title. */
export function createdPage(call: Call): NotionPage {
  const { workspace, body } = call
  const to = parentIn(call)
  const source = workspace.dataSources.get(to)
  const { title, properties } = valuesIn(partOf(body, 'properties'), source ?? plainColumns)
  const markdown = partOf(body, 'markdown') ?? ''
  if (typeof markdown !== 'string') throw invalid('body failed validation: body.markdown should be a string.')
  if (markdown !== '' && (partOf(body, 'children') !== undefined || partOf(body, 'content') !== undefined))
    throw invalid('body failed validation: body.markdown and body.children are mutually exclusive.')
  const [, heading] = title === undefined ? (/^# (.+)$/m.exec(markdown) ?? []) : []
  const rest = heading === undefined ? markdown : markdown.replace(/^# .+\n?/m, '')
  const page = { title: title ?? heading ?? '', properties, markdown: rest }
  return workspace.put({ ...page, ...(source ? { dataSourceId: to } : { parentId: to }) }, workspace.bot)
}

/** Properties, and whether the page is in the trash. */
export function updatedPage({ workspace, body, reader }: Call, page: NotionPage): NotionPage {
  const archived = partOf(body, 'archived')
  if (archived !== undefined && reader.version >= versionWithoutArchived)
    throw invalid('body failed validation: body.archived should be not present.')
  const inTrash = partOf(body, 'in_trash') ?? archived
  const isRestored = inTrash === false && page.inTrash
  checkOutOfTrash(workspace, isRestored ? { ...page, inTrash: false } : page)
  if (inTrash === true) return workspace.trash(page.id, workspace.bot)
  if (isRestored) workspace.restore(page.id, workspace.bot)
  const { title, properties } = valuesIn(partOf(body, 'properties'), workspace.columnsOf(page))
  return workspace.edit(page.id, { properties, ...(title !== undefined && { title }) }, workspace.bot)
}

export function movedPage(call: Call, page: NotionPage): NotionPage {
  return call.workspace.move(page.id, parentIn(call), call.workspace.bot)
}

/** The page's content after a write command. */
export function updatedMarkdown(call: Call): Record<string, unknown> {
  const { workspace, body } = call
  const page = pageAsked(call)
  checkOutOfTrash(workspace, page)
  const { edit, gone } = editedBy(workspace, page, body)
  for (const child of gone) workspace.trash(child.id, workspace.bot)
  workspace.edit(page.id, edit, workspace.bot)
  return markdownJson(workspace, page.id)
}

/** The id of the page or data source that a page shall be in. */
function parentIn({ workspace, body }: Call): string {
  const asked = partOf(body, 'parent')
  const pageId = partOf(asked, 'page_id')
  const sourceId = partOf(asked, 'data_source_id')
  if (pageId === undefined && sourceId === undefined)
    throw invalid('body failed validation: body.parent should have a page_id or a data_source_id.')
  const id = normalId(String(pageId ?? sourceId)) ?? ''
  const parent = (pageId === undefined ? workspace.dataSources : workspace.pages).get(id)
  if (!parent?.isShared) throw notFound(pageId === undefined ? 'data source' : 'page', String(pageId ?? sourceId))
  if ('inTrash' in parent) checkOutOfTrash(workspace, parent)
  return id
}

function checkOutOfTrash(workspace: NotionWorkspace, page: NotionPage): void {
  if (page.inTrash) throw refusedInTrash('itself')
  if (workspace.above(page).some(({ inTrash }) => inTrash)) throw refusedInTrash('above')
}

function valuesIn(
  sent: unknown,
  columns: Columns,
): { readonly title: string | undefined; readonly properties: Record<string, PlainValue> } {
  let title: string | undefined
  const properties: Record<string, PlainValue> = {}
  for (const [asked, value] of Object.entries(Object(sent ?? {}))) {
    const name = propertyNamed(asked, columns)
    const schema = columns.properties[name] ?? { type: 'rich_text' }
    // A title may also come as the bare list of its texts.
    const plain = plainValue(name, schema, Array.isArray(value) ? { [schema.type]: value } : value)
    if (schema.type === 'title') title = String(plain)
    else properties[name] = plain
  }
  return { title, properties }
}
