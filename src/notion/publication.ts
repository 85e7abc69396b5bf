import type { PageObjectResponse } from '@notionhq/client'
import type { NotionMapping } from './mapping.ts'
import { labelsOf, propertyOf, startOf } from './properties.ts'

/** Whether a page says that it may be read: with the right value, a ticked box, or a date that has come. */
export function isPublished(page: PageObjectResponse, { published }: NotionMapping, now: Date): boolean {
  const property = propertyOf(page, published, 'published')
  if (!property) return false
  if (property.type !== 'date') return isOneOf(labelsOf(property), published.values)
  const start = startOf(property)
  return start !== null && Date.parse(start) <= now.getTime()
}

/** Whether a page says that nobody but its owners may work with it. */
export function isRestricted(page: PageObjectResponse, { restricted }: NotionMapping): boolean {
  const property = restricted && propertyOf(page, restricted, 'restricted')
  return property ? isOneOf(labelsOf(property), restricted.values) : false
}

/** Null values mean a ticked box. Case doesn't count: an option's name is what somebody typed. */
function isOneOf(labels: readonly string[], values: readonly string[] | null): boolean {
  const wanted = (values ?? ['true']).map((value) => value.toLowerCase())
  return labels.some((label) => wanted.includes(label.trim().toLowerCase()))
}
