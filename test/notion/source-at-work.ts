import type { SourceItem } from '../../src/domain.ts'
import type { Clock } from '../../src/limits/clock.ts'
import { type ConnectionTools, connectNotion, type NotionConnection } from '../../src/notion/client.ts'
import { defaultMapping, type NotionMapping } from '../../src/notion/mapping.ts'
import { type NotionSource, notionSource } from '../../src/notion/notion-source.ts'
import type { Gone, Unchanged } from '../../src/ports.ts'
import type { NotionOptions, NotionStandIn } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'

/** A clock on which every wait is over at once, and has taken its time all the same. */
export function hastyClock(): Clock {
  let now = 0
  return {
    now: () => now,
    after(milliseconds, run) {
      now += milliseconds
      const soon = setImmediate(run)
      return () => clearImmediate(soon)
    },
  }
}

/** When it is in Notion and here, unless a test says otherwise. */
export const noon = new Date('2026-11-22T12:00:00Z')

export type SourceOptions = Omit<NotionOptions, 'clock'> &
  ConnectionTools & { readonly mapping?: NotionMapping; readonly requestsPerMinute?: number; readonly token?: string }

/** A source as it runs, in front of a stand-in. Pages are made an hour before `noon`, so that they are settled. */
export async function aSource(options: SourceOptions = {}): Promise<{
  readonly notion: NotionStandIn
  readonly source: NotionSource
  readonly connection: NotionConnection
  /** Sets the time in Notion and here. */
  readonly at: (time: Date) => void
}> {
  const time = { notion: new Date('2026-11-22T11:00:00Z'), here: noon }
  const { clock = hastyClock(), ...rest } = options
  const standIn = { now: () => time.notion, ...rest, clock: () => clock.now(), token: 'ntn_stand_in' }
  const { notion } = await aNotion(standIn)
  const settings = { token: 'ntn_stand_in', requestsPerMinute: 1_000_000, ...rest, baseUrl: notion.url }
  const connection = connectNotion(settings, { ...rest, clock })
  const source = notionSource({ mapping: options.mapping ?? defaultMapping }, notion.dataSource, {
    connection,
    now: () => time.here,
  })
  return {
    notion,
    source,
    connection,
    at: (now) => {
      time.notion = now
      time.here = now
    },
  }
}

/** A mapping that is the usual one but for these parts. */
export function aMapping(part: Partial<NotionMapping> = {}): NotionMapping {
  return { ...defaultMapping, ...part }
}

/** All that was yielded, by page. */
export async function all<Item extends SourceItem | Unchanged | Gone>(
  items: AsyncIterable<Item>,
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>()
  for await (const item of items) found.set(item.sourceId, item)
  return found
}

/** The one item of a source with one page. */
export async function only(source: NotionSource): Promise<SourceItem> {
  const [item] = await Array.fromAsync(source.items())
  if (!item || !('revision' in item)) throw new Error('The source has no page.')
  return item
}

/** What an item says, or why it can't be read. */
export function said(item: SourceItem): string {
  return 'document' in item ? item.document.body : item.unreadable
}
