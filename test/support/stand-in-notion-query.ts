import { createHash } from 'node:crypto'
import { z } from 'zod'
import { invalid } from './stand-in-notion-error.ts'
import { propertyNamed, timeOf, wantedBy } from './stand-in-notion-filter.ts'
import type { DataSource, NotionPage } from './stand-in-notion-model.ts'
import { partOf } from './stand-in-notion-values.ts'

/** A part of a query's rows; `isCut` when there are more that no cursor leads to. */
export type Rows = {
  readonly rows: readonly NotionPage[]
  readonly nextCursor: string | null
  readonly isCut: boolean
}

/** What was last given out, how much before it, and of which query. */
const cursorSchema = z.object({ keys: z.array(z.union([z.string(), z.number()])), seen: z.number(), of: z.string() })

type Keys = readonly (string | number)[]
type Place = { readonly page: NotionPage; readonly keys: Keys }
type Order = (page: NotionPage) => string | number
type Sort = { readonly order: Order; readonly sign: 1 | -1 }

/**
 * One page of results. Rows that are equal by all sorts, and all rows of a query without any, come in the order of their
 * ids, which is nobody's: Notion promises none. A cursor goes on after the last row's place, wherever that row is now.
 */
export function queryRows(pages: Iterable<NotionPage>, source: DataSource, body: unknown, queryLimit: number): Rows {
  const wanted = wantedBy(partOf(body, 'filter') ?? { and: [] }, source)
  const inTrash = partOf(body, 'in_trash') === true || partOf(body, 'archived') === true
  const rows = [...pages].filter(
    (page) => page.dataSourceId === source.id && page.isShared && page.inTrash === inTrash && wanted(page),
  )
  return rowsInOrder(rows, sortsOf(partOf(body, 'sorts'), source), body, queryLimit)
}

/** The part of some rows that a request asks for, in the order of `sorts`. */
export function rowsInOrder(
  pages: readonly NotionPage[],
  sorts: readonly Sort[],
  body: unknown,
  queryLimit = Number.POSITIVE_INFINITY,
): Rows {
  const asked = ['filter', 'sorts', 'in_trash', 'query', 'sort'].map((part) => partOf(body, part))
  const of = createHash('md5').update(JSON.stringify(asked)).digest('base64url')
  const cursor = cursorOf(partOf(body, 'start_cursor'), of)
  const compare = comparing(sorts)
  const places = pages.map((page) => ({ page, keys: [...sorts.map(({ order }) => order(page)), page.id] }))
  const rest = cursor ? places.filter(({ keys }) => compare(keys, cursor.keys) > 0) : places
  const seen = cursor?.seen ?? 0
  const taken = firstOf(rest, Math.min(pageSizeOf(partOf(body, 'page_size')), queryLimit - seen), compare)
  const isCut = rest.length > taken.length && seen + taken.length >= queryLimit
  const last = taken.at(-1)
  const hasMore = rest.length > taken.length && !isCut && last !== undefined
  return {
    rows: taken.map(({ page }) => page),
    nextCursor: hasMore ? encoded({ keys: last.keys, seen: seen + taken.length, of }) : null,
    isCut,
  }
}

/** By a time of the page, as `{timestamp, direction}`, or by a property. */
export function sortsOf(sorts: unknown, source?: DataSource): Sort[] {
  if (sorts === undefined) return []
  if (!Array.isArray(sorts)) throw invalid('body failed validation: body.sorts should be an array.')
  return sorts.map((sort: unknown) => {
    const timestamp = partOf(sort, 'timestamp')
    const direction = partOf(sort, 'direction')
    if (direction !== 'ascending' && direction !== 'descending')
      throw invalid('body failed validation: body.sorts[0].direction should be `"ascending"` or `"descending"`.')
    const sign = direction === 'ascending' ? 1 : -1
    if (timestamp === 'created_time' || timestamp === 'last_edited_time')
      return { order: (page) => timeOf(page, timestamp).getTime(), sign }
    if (!source) throw invalid('body failed validation: body.sort should have a timestamp.')
    return { order: propertyOrder(propertyNamed(partOf(sort, 'property'), source), source), sign }
  })
}

/** At most 100, which is also what is given to who doesn't ask. */
export function pageSizeOf(asked: unknown): number {
  if (asked === undefined || asked === null) return 100
  const size = Number(asked)
  if (!Number.isInteger(size) || size < 1)
    throw invalid(`body failed validation: body.page_size should be ≥ \`1\`, instead was \`${String(asked)}\`.`)
  if (size > 100) throw invalid(`body failed validation: body.page_size should be ≤ \`100\`, instead was \`${size}\`.`)
  return size
}

function propertyOrder(name: string, source: DataSource): Order {
  const { type, options = [] } = source.properties[name] ?? {}
  return (page) => {
    const value = type === 'title' ? page.title : page.properties[name]
    if (type === 'select' || type === 'status') return options.indexOf(String(value))
    if (typeof value === 'number') return value
    return String(typeof value === 'object' ? (partOf(value, 'start') ?? '') : (value ?? ''))
  }
}

function cursorOf(text: unknown, of: string): z.infer<typeof cursorSchema> | null {
  if (text === undefined || text === null) return null
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(String(text), 'base64url').toString()))
    if (cursor.of === of) return cursor
  } catch {}
  throw invalid(`The start_cursor provided is invalid: ${String(text)}`)
}

function encoded(cursor: { readonly keys: Keys; readonly seen: number; readonly of: string }): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function comparing(sorts: readonly Sort[]): (a: Keys, b: Keys) => number {
  return (a, b) => {
    for (const [index, { sign }] of sorts.entries()) {
      const result = sign * compared(a[index], b[index])
      if (result !== 0) return result
    }
    return compared(a.at(-1), b.at(-1))
  }
}

/** The first so many in order. Large tables are asked for in a hundred parts, so that sorting all rows each time is slow. */
function firstOf(places: readonly Place[], count: number, compare: (a: Keys, b: Keys) => number): readonly Place[] {
  const first: Place[] = []
  for (const place of places) {
    const last = first.at(-1)
    if (first.length >= count && last && compare(place.keys, last.keys) > 0) continue
    let [from, until] = [0, first.length]
    while (from < until) {
      const middle = (from + until) >> 1
      if (compare(place.keys, first[middle]?.keys ?? []) < 0) until = middle
      else from = middle + 1
    }
    first.splice(from, 0, place)
    if (first.length > count) first.pop()
  }
  return first
}

function compared(a: string | number | undefined, b: string | number | undefined): number {
  return (a ?? 0) < (b ?? 0) ? -1 : (a ?? 0) > (b ?? 0) ? 1 : 0
}
