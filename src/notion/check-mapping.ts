import type { Client, DataSourceObjectResponse, GetDataSourceResponse } from '@notionhq/client'
import type { NotionMapping } from './mapping.ts'
import { type Entry, entriesOf, isReadable, listed, plainText, readable } from './properties.ts'
import { explained } from './rows.ts'

/** Whether a mapping works with a data source. */
export type Fit = {
  /** What keeps it from working, one sentence each; empty when nothing does. */
  readonly problems: readonly string[]
  /** The type of the property that says whether a page is published. */
  readonly publishedType: string | null
  /** Usual properties that are not there: nothing is known of what they would say. */
  readonly absent: readonly string[]
}

/** Rejects with a `UserError` where the data source isn't there for the connection. */
export async function checkMapping(client: Client, dataSourceId: string, mapping: NotionMapping): Promise<Fit> {
  const source = await retrieved(client, dataSourceId)
  const name = 'title' in source ? plainText(source.title) : ''
  const problems = entriesOf(mapping).flatMap((entry) => {
    const problem = problemOf(entry, source.properties)
    return problem === null ? [] : [`${name || dataSourceId} (data source ${dataSourceId}): ${entry.name} ${problem}`]
  })
  const absent = entriesOf(mapping).flatMap(({ mapped }) =>
    mapped.isOptional && !source.properties[mapped.property] ? [mapped.property] : [],
  )
  return { problems, absent, publishedType: source.properties[mapping.published.property]?.type ?? null }
}

async function retrieved(client: Client, id: string): Promise<GetDataSourceResponse> {
  try {
    return await client.dataSources.retrieve({ data_source_id: id })
  } catch (error) {
    throw await explained(client, id, error)
  }
}

type Schema = DataSourceObjectResponse['properties']

function problemOf({ use, mapped, values }: Entry, schema: Schema): string | null {
  const property = schema[mapped.property]
  const allowed = `it must be ${listed(readable[use])}`
  if (!property) {
    if (mapped.isOptional) return null
    const others = Object.values(schema).filter(({ type }) => isReadable(type, use))
    const names = others.map(({ name, type }) => `"${name}" (${type})`).join(', ') || 'none'
    return `reads the property "${mapped.property}", which is not there. Of the right type are: ${names}.`
  }
  if (!isReadable(property.type, use))
    return `reads the property "${property.name}", which is of type ${property.type}; ${allowed}.`
  return values === undefined ? null : problemOfValues(property, values)
}

/** Checkboxes and dates need no values; of options all must exist: one that was renamed would be missed without a word. */
function problemOfValues(property: Schema[string], values: readonly string[] | null): string | null {
  if (property.type === 'checkbox' && values?.every((value) => !['true', 'false'].includes(value)))
    return `reads the property "${property.name}", a checkbox. Leave out the values, or say [false] where a ticked box means no.`
  const options = optionsOf(property)
  if (options === null) return null
  const about = `reads the property "${property.name}", a ${property.type} with the options ${options.map((name) => `"${name}"`).join(', ')}`
  if (values === null) return `${about}. Say which of them count: { property: ${property.name}, values: [...] }.`
  const known = options.map((name) => name.toLowerCase())
  const unknown = values.filter((value) => !known.includes(value.toLowerCase()))
  if (unknown.length === 0) return null
  const named = listed(unknown.map((value) => `"${value}"`))
  return `${about}; ${named} ${unknown.length === 1 ? 'is' : 'are'} none of them.`
}

function optionsOf(property: Schema[string]): readonly string[] | null {
  switch (property.type) {
    case 'select':
      return property.select.options.map(({ name }) => name)
    case 'status':
      return property.status.options.map(({ name }) => name)
    case 'multi_select':
      return property.multi_select.options.map(({ name }) => name)
    default:
      return null
  }
}
