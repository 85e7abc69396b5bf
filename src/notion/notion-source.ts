import { type Client, extractNotionId } from '@notionhq/client'
import type { SourceItem } from '../domain.ts'
import { UserError } from '../errors.ts'
import type { DocumentSource, Gone, LiveSource, Unchanged } from '../ports.ts'
import { checkMapping, type Fit } from './check-mapping.ts'
import type { NotionConnection } from './client.ts'
import type { NotionMapping } from './mapping.ts'
import { gone, pageReader, pageThere } from './page-reader.ts'
import { rowsOf } from './rows.ts'
import type { NotionSettings } from './settings.ts'

/** A source that also tells what has changed. */
export type NotionSource = DocumentSource & { readonly live: LiveSource }

/** `connection` is the one for everything that uses its token. */
export type NotionTools = { readonly connection: NotionConnection; readonly now: () => Date }

/**
 * The published pages of one data source. Where mapping and data source don't fit, everything rejects with a
 * `UserError`, before any page is taken for unpublished.
 */
export function notionSource(
  { mapping }: Pick<NotionSettings, 'mapping'>,
  dataSource: { readonly id: string },
  { connection, now }: NotionTools,
): NotionSource {
  const id = extractNotionId(dataSource.id) ?? dataSource.id
  let fittedAt = Number.NEGATIVE_INFINITY

  return {
    name: `notion:${id}`,
    async *items(reading) {
      const client = connection.client(reading?.signal)
      const read = pageReader(mapping, id, now)
      await mustFit(client, id, mapping)
      for await (const page of rowsOf(client, id)) {
        const item = await read(client, page, reading)
        if (!isGone(item) || item.isRestricted) yield item
      }
    },
    live: {
      async *changes(since, reading) {
        const client = connection.client(reading?.signal)
        const read = pageReader(mapping, id, now)
        const { publishedType } = await mustFit(client, id, mapping)
        for await (const page of rowsOf(client, id, { editedSince: since })) yield await read(client, page, reading)
        if (publishedType === 'date') {
          // A date comes without anybody editing the page.
          const due = { property: mapping.published.property, since, until: now() }
          for await (const page of rowsOf(client, id, { due })) yield await read(client, page, reading)
        }
        yield* trashedSince(client, id, since, mapping)
      },
      async item(sourceId, signal) {
        const client = connection.client(signal)
        if (now().getTime() - fittedAt > fitsForMs) {
          await mustFit(client, id, mapping)
          fittedAt = now().getTime()
        }
        const page = await pageThere(client, sourceId, id, mapping)
        const item = 'is' in page ? page : await pageReader(mapping, id, now)(client, page)
        if ('is' in item && item.is === 'unchanged')
          throw new Error('nothing is known of a page that is read by itself')
        return item
      },
    },
  }
}

/** How long a single page may be read without another look at the data source: they come in bursts. */
const fitsForMs = 60_000

async function mustFit(client: Client, dataSourceId: string, mapping: NotionMapping): Promise<Fit> {
  const fit = await checkMapping(client, dataSourceId, mapping)
  if (fit.problems.length > 0) throw new UserError(fit.problems.join('\n'))
  return fit
}

async function* trashedSince(
  client: Client,
  dataSourceId: string,
  since: Date,
  mapping: NotionMapping,
): AsyncGenerator<Gone> {
  for await (const page of rowsOf(client, dataSourceId, { editedSince: since, inTrash: true }))
    yield gone(page, mapping)
}

function isGone(item: SourceItem | Unchanged | Gone): item is Gone {
  return 'is' in item && item.is === 'gone'
}
