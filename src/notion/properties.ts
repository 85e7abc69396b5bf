import type { PageObjectResponse, RichTextItemResponse } from '@notionhq/client'
import type { Mapped, NotionMapping } from './mapping.ts'
import { UnreadablePage } from './unreadable-page.ts'

export type Property = PageObjectResponse['properties'][string]

/** What each entry of a mapping may be read from, by Notion's names of property types. */
export const readable = {
  published: ['status', 'select', 'checkbox', 'date'],
  title: ['title', 'rich_text', 'formula'],
  day: ['date', 'created_time', 'formula', 'rollup'],
  label: ['select', 'status', 'multi_select', 'rich_text', 'number', 'formula'],
  restricted: ['checkbox', 'select', 'status', 'multi_select'],
  people: ['people', 'created_by', 'last_edited_by', 'rich_text', 'select', 'multi_select'],
  figure: ['number', 'formula', 'rollup', 'rich_text'],
} as const
export type Use = keyof typeof readable

/** An entry of a mapping by its name there; `values` where it says which ones count. */
export type Entry = {
  readonly name: string
  readonly use: Use
  readonly mapped: Mapped
  readonly values?: readonly string[] | null
}

/** Every property that a mapping reads, once for each entry. */
export function entriesOf(mapping: NotionMapping): Entry[] {
  const { published, title, incidentDate, publishedOn, severity, ownerTeam, restricted, people, facts } = mapping
  const entry = (name: string, use: Use, mapped: Mapped | null): Entry[] => (mapped ? [{ name, use, mapped }] : [])
  return [
    { name: 'published', use: 'published', mapped: published, values: published.values },
    ...entry('title', 'title', title),
    ...entry('incidentDate', 'day', incidentDate),
    ...entry('publishedOn', 'day', publishedOn),
    ...entry('severity', 'label', severity),
    ...entry('ownerTeam', 'label', ownerTeam),
    ...(restricted
      ? [{ name: 'restricted', use: 'restricted' as const, mapped: restricted, values: restricted.values }]
      : []),
    ...(people ?? []).flatMap((mapped) => entry('people', 'people', mapped)),
    ...Object.entries(facts).flatMap(([name, mapped]) => entry(`facts.${name}`, 'figure', mapped)),
  ]
}

/** The property of a page; null where the page has none and needs none. */
export function propertyOf(page: PageObjectResponse, mapped: Mapped, use: Use): Property | null {
  const property = page.properties[mapped.property]
  if (!property && mapped.isOptional) return null
  if (!property) throw wrong(page, mapped, 'is not there')
  if (isReadable(property.type, use)) return property
  throw wrong(page, mapped, `is of type ${property.type}; it must be ${listed(readable[use])}`)
}

export function isReadable(type: string, use: Use): boolean {
  return readable[use].some((allowed) => allowed === type)
}

/** Says of a page what is wrong with one of its properties. Names no value: that is the document's own text. */
export function wrong({ id }: PageObjectResponse, { property }: Mapped, problem: string): UnreadablePage {
  return new UnreadablePage(`${addressOf(id)}: the property "${property}" ${problem}.`)
}

/** A page's address without its title, which may name people. */
export function addressOf(pageId: string): string {
  return `https://www.notion.so/${pageId.replaceAll('-', '')}`
}

/** As in "number, formula or rollup". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** A property's value as people read it; empty where there is none. */
export function textOf(property: Property): string {
  switch (property.type) {
    case 'title':
      return plainText(property.title)
    case 'rich_text':
      return plainText(property.rich_text)
    case 'select':
      return property.select?.name ?? ''
    case 'status':
      return property.status?.name ?? ''
    case 'multi_select':
      return property.multi_select.map(({ name }) => name).join(', ')
    case 'number':
      return property.number === null ? '' : String(property.number)
    case 'checkbox':
      return String(property.checkbox)
    case 'formula':
      return formulaText(property.formula)
    default:
      return ''
  }
}

/** Every single value of a property that may hold several. */
export function labelsOf(property: Property): readonly string[] {
  if (property.type === 'multi_select') return property.multi_select.map(({ name }) => name)
  const text = textOf(property)
  return text === '' ? [] : [text]
}

/** The day of a date, where the date was entered; null where there is none. */
export function dayOf(page: PageObjectResponse, mapped: Mapped): string | null {
  const property = propertyOf(page, mapped, 'day')
  const start = property && startOf(property)
  if (!start) return null
  const [day] = /^\d{4}-\d\d-\d\d/.exec(start) ?? []
  if (day === undefined || !isThere(day)) throw wrong(page, mapped, 'holds no date')
  return day
}

/** A formula may write 31 February, and a database keeps no year 0. */
function isThere(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && day >= '1000'
}

/** When a date begins; a text in place of one is returned as it is. */
export function startOf(property: Property): string | null {
  if (property.type === 'date') return property.date?.start ?? null
  if (property.type === 'created_time') return property.created_time
  if (property.type === 'rollup') return property.rollup.type === 'date' ? (property.rollup.date?.start ?? null) : null
  return property.type === 'formula' ? formulaText(property.formula) || null : null
}

export function plainText(items: readonly RichTextItemResponse[]): string {
  return items.map(({ plain_text }) => plain_text).join('')
}

type Formula = Extract<Property, { type: 'formula' }>['formula']

function formulaText(formula: Formula): string {
  switch (formula.type) {
    case 'string':
      return formula.string ?? ''
    case 'number':
      return formula.number === null ? '' : String(formula.number)
    case 'boolean':
      return String(formula.boolean ?? '')
    case 'date':
      return formula.date?.start ?? ''
    default:
      return ''
  }
}
