import { createHash } from 'node:crypto'

/** A value as a test writes it: text for title, select, status, date and url; names' ids for people; anything else raw. */
export type PlainValue = string | number | boolean | null | readonly string[] | { readonly [part: string]: unknown }

export type PlainValues = Readonly<Record<string, PlainValue>>

/** A column. `options` are those of select, multi_select and status, in the order in which they sort. */
export type PropertySchema = { readonly type: string; readonly options?: readonly string[] }

export type Columns = { readonly properties: Readonly<Record<string, PropertySchema>> }

/** A table of pages. `publication` names the property and the values that `publish` and `unpublish` set. */
export type DataSource = Columns & {
  readonly id: string
  readonly databaseId: string
  readonly title: string
  readonly isShared: boolean
  readonly publication: { readonly property: string; readonly published: PlainValue; readonly draft: PlainValue }
}

/**
 * A block that the page's markdown only points at. `unsupported` ones can be read as a block; what was `left_out` of a
 * page that is too long comes from the markdown endpoint under the block's own id; for the `unshared` ones it says 404.
 */
export type HiddenBlock =
  | { readonly because: 'unsupported'; readonly type: string; readonly url?: string }
  | { readonly because: 'left_out'; readonly markdown: string }
  | { readonly because: 'unshared' }

/**
 * A row of a data source, or a plain page: below another page, or at the top of the workspace when it has neither. Times
 * are exact here; the API shows them rounded down to the minute, as Notion does.
 */
export type NotionPage = {
  readonly id: string
  readonly dataSourceId: string | null
  readonly parentId: string | null
  readonly title: string
  readonly properties: PlainValues
  /** In Notion's own markdown; `{{name}}` stands where a hidden block is. A function is called whenever it is read. */
  readonly body: string | (() => string)
  readonly hidden: Readonly<Record<string, HiddenBlock>>
  readonly createdAt: Date
  readonly editedAt: Date
  readonly createdBy: string
  readonly editedBy: string
  readonly inTrash: boolean
  readonly isShared: boolean
}

export type NewPage = Pick<NotionPage, 'title'> &
  Partial<Omit<NotionPage, 'title' | 'editedBy' | 'inTrash'>> & { readonly markdown?: string | (() => string) }

/** At the top of the workspace unless it has a parent, with which it is shared unless said otherwise. */
export type NewPlainPage = Omit<NewPage, 'dataSourceId' | 'properties'>

export type PageEdit = Partial<Pick<NotionPage, 'title' | 'properties' | 'body' | 'hidden' | 'isShared'>> & {
  readonly markdown?: string | (() => string)
}

/** Who does something: a person in the app, or the integration itself through the API. */
export type Author = { readonly id: string; readonly type: 'person' | 'bot' }

export type Person = { readonly id: string; readonly name: string; readonly email: string }

export const pageEventTypes = [
  'page.created',
  'page.content_updated',
  'page.properties_updated',
  'page.moved',
  'page.deleted',
  'page.undeleted',
] as const
export type PageEventType = (typeof pageEventTypes)[number]

/** Something that happened to a page; `properties` and `blocks` are the ids of those that are now different. */
export type PageChange = {
  readonly type: PageEventType
  readonly page: NotionPage
  readonly author: Author
  readonly at: Date
  readonly properties: readonly string[]
  readonly blocks: readonly string[]
}

/** The same id for the same text, in the form of Notion's ids. */
export function idOf(text: string): string {
  return dashed(createHash('md5').update(text).digest('hex'))
}

/** An id with its dashes, whether it came with or without; null for what is none. */
export function normalId(text: string): string | null {
  const plain = text.toLowerCase().replaceAll('-', '')
  return /^[0-9a-f]{32}$/.test(plain) ? dashed(plain) : null
}

/** Short, with a character that has to be encoded in a URL, and encoded as the API shows it. */
export function propertyIdOf(name: string, { type }: PropertySchema): string {
  if (type === 'title') return 'title'
  const hash = createHash('md5').update(name).digest()
  return encodeURIComponent(`${hash.toString('base64url').slice(0, 3)}${';:<>{}@['[(hash[5] ?? 0) % 8]}`)
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
