import { invalid } from './stand-in-notion-error.ts'
import { idOf, type Person, type PlainValue, type PropertySchema } from './stand-in-notion-model.ts'

/** What a page object shows of one property; later ones come only from the property's own endpoint. */
export const mostReferences = 25

/** Shows a person by id: in full, or only as an id when the integration may not read about people. */
export type ShowPerson = (id: string) => Record<string, unknown>

const colors = ['gray', 'brown', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'red']

/** The rich text of plain text; none for no text. */
export function richText(text: string): Record<string, unknown>[] {
  if (text === '') return []
  const annotations = {
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    code: false,
    color: 'default',
  }
  return [{ type: 'text', text: { content: text, link: null }, annotations, plain_text: text, href: null }]
}

/** An option of select, multi_select or status. */
export function optionJson(name: string): { id: string; name: string; color: string } {
  const color = colors[Number.parseInt(idOf(name).slice(0, 2), 16) % colors.length] ?? 'default'
  return { id: idOf(name).slice(0, 4), name, color }
}

/** A value as the API has it under the name of its type. */
export function valueJson({ type }: PropertySchema, value: PlainValue | undefined, showPerson: ShowPerson): unknown {
  switch (type) {
    case 'title':
    case 'rich_text':
      return richText(value === undefined || value === null ? '' : String(value))
    case 'select':
    case 'status':
      return typeof value === 'string' ? optionJson(value) : null
    case 'multi_select':
      return listOf(value).map(optionJson)
    case 'date':
      return typeof value === 'string' ? { start: value, end: null, time_zone: null } : (value ?? null)
    case 'checkbox':
      return value === true
    case 'people':
      return listOf(value).map(showPerson)
    case 'relation':
      return listOf(value).map((id) => ({ id }))
    default:
      return value ?? null
  }
}

/** The text values of a property that holds several. */
export function listOf(value: PlainValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? [value] : []
}

/** A value as a request to create or change a page has it. */
export function plainValue(name: string, { type, options }: PropertySchema, sent: unknown): PlainValue {
  const value = partOf(sent, type)
  if (value === undefined) throw invalid(`${name} is expected to be ${type}.`)
  if (value === null) return null
  const items = Array.isArray(value) ? value : []
  if (type === 'title' || type === 'rich_text') return items.map(contentOf).join('')
  if (type === 'people' || type === 'relation') return items.map((item) => String(partOf(item, 'id')))
  if (type === 'multi_select') return items.map((item) => String(partOf(item, 'name')))
  if (type === 'select' || type === 'status') {
    const option = String(partOf(value, 'name'))
    if (type === 'status' && !options?.includes(option))
      throw invalid(`Invalid status option. Status option "${option}" does not exist".`)
    return option
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return { ...value }
}

function contentOf(item: unknown): string {
  return String(partOf(partOf(item, 'text'), 'content') ?? '')
}

/** A field of what came over the wire; undefined where there is none. */
export function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** A person as the users endpoint shows them. */
export function personJson({ id, name, email }: Person): Record<string, unknown> {
  return { object: 'user', id, name, avatar_url: null, type: 'person', person: { email } }
}
