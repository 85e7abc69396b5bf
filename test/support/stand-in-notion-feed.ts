import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { notionFlavoured } from './stand-in-notion-flavour.ts'
import { type DataSource, idOf, type NewPage, type PlainValue } from './stand-in-notion-model.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

const text = z.union([z.string(), z.number()]).transform(String)
const frontMatter = z.looseObject({
  title: text.optional(),
  date: text.optional(),
  published: z.union([text, z.boolean()]).optional(),
  draft: z.boolean().default(false),
  status: text.optional(),
  severity: text.optional(),
  owner_team: text.optional(),
  people: z.array(z.string()).default([]),
  restricted: z.boolean().default(false),
  facts: z.record(z.string(), z.number()).default({}),
})

/**
 * Makes the data source hold what a folder's Markdown files say: new files become pages, changed ones are edited, pages of
 * files that are gone go to the trash. Resolves to the ids of the pages by the files' paths.
 */
export async function feed(
  workspace: NotionWorkspace,
  folder: string,
  dataSourceId: string,
  fed: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.md')).sort()
  const ids = new Map<string, string>()
  for (const file of files) {
    const { facts, ...page } = pageOf(file, await readFile(path.join(folder, file), 'utf8'), workspace)
    addColumns(workspace, dataSourceId, Object.keys(facts))
    const id = idOf(`${dataSourceId} ${file}`)
    if (workspace.pages.get(id)?.inTrash) workspace.restore(id)
    ids.set(file, workspace.put({ id, dataSourceId, ...page }).id)
  }
  for (const [file, id] of fed) if (!ids.has(file)) workspace.trash(id)
  return ids
}

/** A file's front matter as properties of the usual data source, and its text as Notion would have it. */
function pageOf(
  file: string,
  content: string,
  workspace: NotionWorkspace,
): NewPage & { facts: Record<string, number> } {
  const [, head = '', body = content] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(content) ?? []
  const stated = frontMatter.parse(parse(head) ?? {})
  const title = stated.title ?? /^# (.+)$/m.exec(body)?.[1] ?? path.basename(file, '.md')
  const { published = true, draft, severity, facts } = stated
  const isPublished = published !== false && !draft
  const properties: Record<string, PlainValue> = {
    Status: stated.status ?? (isPublished ? 'Published' : 'Draft'),
    Severity: severity ?? null,
    'Incident date': stated.date ?? null,
    'Published on': typeof published === 'string' ? published : null,
    'Owner team': stated.owner_team ?? null,
    People: stated.people.map((name) => workspace.person(name).id),
    Restricted: stated.restricted,
    ...facts,
  }
  const heading = `# ${title}`
  const markdown = notionFlavoured(body.trimStart().startsWith(heading) ? body.trimStart().slice(heading.length) : body)
  return { title, properties, markdown, facts }
}

/** A fact is a number column, which somebody adds when it is first needed. */
function addColumns(workspace: NotionWorkspace, dataSourceId: string, names: readonly string[]): void {
  const source: DataSource | undefined = workspace.dataSources.get(dataSourceId)
  if (!source) throw new Error(`The workspace has no data source ${dataSourceId}.`)
  const columns = Object.fromEntries(names.map((name) => [name, { type: 'number' }]))
  workspace.dataSources.set(source.id, { ...source, properties: { ...columns, ...source.properties } })
}
