import { randomUUID } from 'node:crypto'
import { idOf, type NotionPage, type PageChange, type PageEventType } from './stand-in-notion-model.ts'
import type { NotionWorkspace } from './stand-in-notion-workspace.ts'

/** The body of a delivery: ids only, never content. `attempt_number` is set for each attempt. */
export type NotionEvent = {
  readonly id: string
  readonly timestamp: string
  readonly type: PageEventType
  readonly attempt_number: number
  readonly entity: { readonly id: string; readonly type: 'page' }
  readonly [key: string]: unknown
}

/**
 * What is left of changes that happened close together: those of one kind to one page are one, with everything that
 * changed, everybody who did it and the time of the last; what was made and thrown away, or thrown away and fetched
 * back, never happened; a new page's first edits are told beside its making.
 */
export function aggregated(changes: readonly PageChange[]): readonly (readonly PageChange[])[] {
  const kinds = new Map<string, PageChange[]>()
  for (const change of changes) {
    const key = (type: PageEventType): string => `${change.page.id} ${type}`
    const wasThere = (type: PageEventType): boolean => kinds.delete(key(type))
    if (change.type === 'page.undeleted' && wasThere('page.deleted')) continue
    if (change.type === 'page.deleted' && kinds.has(key('page.created'))) {
      for (const other of [...kinds.keys()]) if (other.startsWith(change.page.id)) kinds.delete(other)
      continue
    }
    kinds.set(key(change.type), [...(kinds.get(key(change.type)) ?? []), change])
  }
  return [...kinds.values()]
}

/** One event of changes that belong together. */
export function eventOf(
  workspace: NotionWorkspace,
  subscriptionId: string,
  changes: readonly PageChange[],
): NotionEvent {
  const last = changes.at(-1)
  if (!last) throw new Error('An event is about at least one change.')
  const authors = new Map(changes.map(({ author }) => [author.id, author]))
  return {
    id: randomUUID(),
    timestamp: last.at.toISOString(),
    workspace_id: workspace.id,
    workspace_name: workspace.name,
    subscription_id: subscriptionId,
    integration_id: idOf('integration'),
    type: last.type,
    authors: [...authors.values()],
    api_version: '2026-03-11',
    attempt_number: 1,
    entity: { id: last.page.id, type: 'page' },
    data: { parent: parentOf(workspace, last.page), ...detailsOf(last.type, changes) },
  }
}

function parentOf(workspace: NotionWorkspace, page: NotionPage): Record<string, unknown> {
  if (page.parentId !== null) return { id: page.parentId, type: 'page' }
  if (page.dataSourceId === null) return { id: workspace.id, type: 'space' }
  return { id: workspace.sourceOf(page).databaseId, type: 'database', data_source_id: page.dataSourceId }
}

function detailsOf(type: PageEventType, changes: readonly PageChange[]): Record<string, unknown> {
  if (type === 'page.properties_updated')
    return { updated_properties: all(changes.map(({ properties }) => properties)) }
  if (type !== 'page.content_updated') return {}
  return { updated_blocks: all(changes.map(({ blocks }) => blocks)).map((id) => ({ id, type: 'block' })) }
}

function all(ids: readonly (readonly string[])[]): string[] {
  return [...new Set(ids.flat())]
}
