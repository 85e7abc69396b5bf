import { blockContentJson, type NotionBlock } from './stand-in-notion-blocks.ts'
import { type Columns, type DataSource, type NotionPage, propertyIdOf } from './stand-in-notion-model.ts'
import {
  mostReferences,
  optionJson,
  personJson,
  richText,
  type ShowPerson,
  valueJson,
} from './stand-in-notion-values.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** The version of the API since which `archived` is gone. */
export const versionWithoutArchived = '2026-03-11'

/** Everything that an answer depends on besides what is in the workspace. */
export type Reader = { readonly version: string; readonly seesPeople: boolean }

/** Rounded down to the minute, as Notion shows every time of a page. */
export function minuteOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 60_000) * 60_000)
}

/** How people are shown to a reader; somebody who left is only an id. */
export function showingPeople(workspace: NotionWorkspace, { seesPeople }: Reader): ShowPerson {
  return (id) => {
    const person = seesPeople ? workspace.people.get(id) : undefined
    return person ? personJson(person) : { object: 'user', id }
  }
}

export function pageJson(
  workspace: NotionWorkspace,
  reader: Reader,
  page: NotionPage,
  only: readonly string[] = [],
): Record<string, unknown> {
  const source = workspace.columnsOf(page)
  const show = showingPeople(workspace, reader)
  const wanted = Object.entries(source.properties)
    .map(([name, schema]) => [name, schema, propertyIdOf(name, schema)] as const)
    .filter(([, , id]) => only.length === 0 || only.includes(id) || only.includes(decodeURIComponent(id)))
  const slug = page.title.replaceAll(/[^\p{L}\d]+/gu, '-').replaceAll(/^-|-$/g, '')
  return {
    object: 'page',
    id: page.id,
    ...timesOf(page),
    created_by: { object: 'user', id: page.createdBy },
    last_edited_by: { object: 'user', id: page.editedBy },
    cover: null,
    icon: null,
    parent: parentJson(workspace, page),
    ...trashed(page.inTrash, reader),
    is_archived: false,
    is_locked: false,
    properties: Object.fromEntries(
      wanted.map(([name, { type }, id]) => [
        name,
        { id, type, [type]: shown(propertyValue(page, name, source, show)) },
      ]),
    ),
    url: `https://www.notion.so/${slug}-${page.id.replaceAll('-', '')}`,
    public_url: null,
  }
}

/** A property's whole value, unlike the first part of it that a page object has. */
export function propertyValue(page: NotionPage, name: string, source: Columns, showPerson: ShowPerson): unknown {
  const schema = source.properties[name] ?? { type: 'rich_text' }
  if (schema.type === 'created_time') return minuteOf(page.createdAt)
  if (schema.type === 'last_edited_time') return minuteOf(page.editedAt)
  return valueJson(schema, schema.type === 'title' ? page.title : page.properties[name], showPerson)
}

export function dataSourceJson(source: DataSource, reader: Reader): Record<string, unknown> {
  return {
    object: 'data_source',
    id: source.id,
    ...container(source, reader),
    parent: { type: 'database_id', database_id: source.databaseId },
    database_parent: { type: 'workspace', workspace: true },
    properties: Object.fromEntries(
      Object.entries(source.properties).map(([name, schema]) => {
        const options = (schema.options ?? []).map((option) => ({ ...optionJson(option), description: null }))
        const settings = ['select', 'multi_select', 'status'].includes(schema.type) ? { options } : {}
        const groups = schema.type === 'status' && { groups: [] }
        const { type } = schema
        return [
          name,
          { id: propertyIdOf(name, schema), name, description: null, type, [type]: { ...settings, ...groups } },
        ]
      }),
    ),
  }
}

export function databaseJson(source: DataSource, reader: Reader): Record<string, unknown> {
  return {
    object: 'database',
    id: source.databaseId,
    ...container(source, reader),
    parent: { type: 'workspace', workspace: true },
    is_locked: false,
    data_sources: [{ id: source.id, name: source.title }],
  }
}

export function blockJson(page: NotionPage, reader: Reader, block: NotionBlock): Record<string, unknown> {
  return {
    ...blockOn(page, reader),
    id: block.id,
    parent: { type: 'page_id', page_id: page.id },
    has_children: block.children.length > 0,
    ...blockContentJson(block),
  }
}

/** A page as the block that it is on the page above it; its id is the page's. */
export function childPageJson(workspace: NotionWorkspace, reader: Reader, page: NotionPage): Record<string, unknown> {
  return {
    ...blockOn(page, reader),
    id: page.id,
    parent: parentJson(workspace, page),
    has_children: workspace.bodyOf(page.id) !== '' || workspace.childrenOf(page.id).some(({ inTrash }) => !inTrash),
    type: 'child_page',
    child_page: { title: page.title },
  }
}

function blockOn(page: NotionPage, reader: Reader): Record<string, unknown> {
  return {
    object: 'block',
    ...timesOf(page),
    created_by: { object: 'user', id: page.createdBy },
    last_edited_by: { object: 'user', id: page.editedBy },
    ...trashed(page.inTrash, reader),
  }
}

function parentJson(workspace: NotionWorkspace, page: NotionPage): Record<string, unknown> {
  if (page.parentId !== null) return { type: 'page_id', page_id: page.parentId }
  if (page.dataSourceId === null) return { type: 'workspace', workspace: true }
  const { id, databaseId } = workspace.sourceOf(page)
  return { type: 'data_source_id', data_source_id: id, database_id: databaseId }
}

function container({ title, databaseId }: DataSource, reader: Reader): Record<string, unknown> {
  return {
    title: richText(title),
    description: [],
    is_inline: false,
    ...trashed(false, reader),
    created_time: '2024-01-08T09:00:00.000Z',
    last_edited_time: '2024-01-08T09:00:00.000Z',
    icon: null,
    cover: null,
    url: `https://www.notion.so/${databaseId.replaceAll('-', '')}`,
    public_url: null,
  }
}

function timesOf({ createdAt, editedAt }: NotionPage): Record<string, unknown> {
  return { created_time: minuteOf(createdAt).toISOString(), last_edited_time: minuteOf(editedAt).toISOString() }
}

function trashed(inTrash: boolean, { version }: Reader): Record<string, boolean> {
  return version < versionWithoutArchived ? { in_trash: inTrash, archived: inTrash } : { in_trash: inTrash }
}

function shown(value: unknown): unknown {
  return Array.isArray(value) ? value.slice(0, mostReferences) : value
}
