import { invalid } from './stand-in-notion-error.ts'
import {
  type Columns,
  type DataSource,
  type NotionPage,
  type PlainValue,
  propertyIdOf,
} from './stand-in-notion-model.ts'
import { minuteOf } from './stand-in-notion-objects.ts'
import { listOf, partOf } from './stand-in-notion-values.ts'

/** Says of a page whether it is wanted. */
export type Wanted = (page: NotionPage) => boolean

type Test = (value: PlainValue | undefined) => boolean

/** A query's filter as a function; one that Notion would refuse is refused before any page is looked at. */
export function wantedBy(filter: unknown, source: DataSource, depth = 0): Wanted {
  const all = partOf(filter, 'and')
  const any = partOf(filter, 'or')
  if (Array.isArray(all) || Array.isArray(any)) {
    if (depth > 1) throw invalid('body failed validation: body.filter may nest compound filters two levels deep.')
    const parts = (Array.isArray(all) ? all : Array.isArray(any) ? any : []).map((part) =>
      wantedBy(part, source, depth + 1),
    )
    return Array.isArray(all)
      ? (page) => parts.every((wanted) => wanted(page))
      : (page) => parts.some((wanted) => wanted(page))
  }
  const timestamp = partOf(filter, 'timestamp')
  if (timestamp === 'created_time' || timestamp === 'last_edited_time') {
    const test = testOf('date', partOf(filter, timestamp))
    return (page) => test(timeOf(page, timestamp).toISOString())
  }
  return wantedByProperty(filter, source)
}

/** A page's time as it can be seen, filtered and sorted by. */
export function timeOf(page: NotionPage, timestamp: 'created_time' | 'last_edited_time'): Date {
  return minuteOf(timestamp === 'created_time' ? page.createdAt : page.editedAt)
}

/** The name of the property that a request names or gives the id of. */
export function propertyNamed(asked: unknown, source: Columns): string {
  const found = Object.entries(source.properties).find(([name, schema]) => {
    const id = propertyIdOf(name, schema)
    return asked === name || asked === id || asked === decodeURIComponent(id)
  })
  if (!found) throw invalid(`Could not find property with name or id: ${String(asked)}`)
  return found[0]
}

function wantedByProperty(filter: unknown, source: DataSource): Wanted {
  const asked = partOf(filter, 'property')
  if (asked === undefined) throw invalid('body failed validation: body.filter should be a valid filter.')
  const name = propertyNamed(asked, source)
  const { type = '', options } = source.properties[name] ?? {}
  const condition = partOf(filter, type)
  if (condition === undefined) {
    const [given = 'none'] = Object.keys(Object(filter)).filter((key) => key !== 'property' && key !== 'type')
    throw invalid(`database property ${type} does not match filter ${given}`)
  }
  const option = partOf(condition, 'equals')
  if (type === 'status' && typeof option === 'string' && !options?.includes(option))
    throw invalid(`status option "${option}" not found for property "${name}".`)
  const test = testOf(type, condition)
  if (type === 'title') return (page) => test(page.title)
  if (type === 'created_time' || type === 'last_edited_time') return (page) => test(timeOf(page, type).toISOString())
  return (page) => test(page.properties[name])
}

function testOf(type: string, condition: unknown): Test {
  const [operator = '', wanted] = Object.entries(Object(condition))[0] ?? []
  if (operator === 'is_empty') return isEmpty
  if (operator === 'is_not_empty') return (value) => !isEmpty(value)
  const test = testsOf(type, wanted)[operator]
  if (!test) throw invalid(`body failed validation: body.filter.${type} has no condition ${operator}.`)
  return test
}

function testsOf(type: string, wanted: unknown): Readonly<Record<string, Test>> {
  if (['date', 'created_time', 'last_edited_time'].includes(type)) return dateTests(wanted)
  if (type === 'checkbox') {
    return { equals: (value) => (value === true) === wanted, does_not_equal: (value) => (value === true) !== wanted }
  }
  if (['multi_select', 'people', 'relation'].includes(type)) {
    const has: Test = (value) => listOf(value).some((item) => oneOf(wanted).includes(item))
    return { contains: has, does_not_contain: (value) => !has(value) }
  }
  const equals: Test = (value) => oneOf(wanted).includes(value)
  const contains: Test = (value) => String(value ?? '').includes(String(wanted))
  const number = Number(wanted)
  return {
    equals,
    does_not_equal: (value) => !equals(value),
    contains,
    does_not_contain: (value) => !contains(value),
    starts_with: (value) => String(value ?? '').startsWith(String(wanted)),
    ends_with: (value) => String(value ?? '').endsWith(String(wanted)),
    greater_than: (value) => typeof value === 'number' && value > number,
    less_than: (value) => typeof value === 'number' && value < number,
    greater_than_or_equal_to: (value) => typeof value === 'number' && value >= number,
    less_than_or_equal_to: (value) => typeof value === 'number' && value <= number,
  }
}

/** A date without a time is the whole day in UTC; one with a time is compared to the millisecond. */
function dateTests(wanted: unknown): Readonly<Record<string, Test>> {
  const from = Date.parse(String(wanted))
  if (Number.isNaN(from))
    throw invalid(`body failed validation: ${String(wanted)} should be a valid ISO 8601 date string.`)
  const until = /^\d{4}-\d\d-\d\d$/.test(String(wanted)) ? from + 86_400_000 - 1 : from
  const about =
    (test: (time: number) => boolean): Test =>
    (value) => {
      const start = typeof value === 'string' ? value : partOf(value, 'start')
      return typeof start === 'string' && test(Date.parse(start))
    }
  return {
    equals: about((time) => from <= time && time <= until),
    before: about((time) => time < from),
    after: about((time) => time > until),
    on_or_before: about((time) => time <= until),
    on_or_after: about((time) => time >= from),
  }
}

function isEmpty(value: PlainValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function oneOf(wanted: unknown): readonly unknown[] {
  return Array.isArray(wanted) ? wanted : [wanted]
}
