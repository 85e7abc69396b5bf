import { createHash } from 'node:crypto'
import type { Client, PageObjectResponse } from '@notionhq/client'
import type { SourceDocument, SourceItem } from '../domain.ts'
import { oneLine } from '../untrusted/clean.ts'
import { factsOf } from './facts.ts'
import type { Mapped, NotionMapping } from './mapping.ts'
import { plainMarkdown } from './markdown.ts'
import { retrieveText } from './page-text.ts'
import { peopleOf } from './people.ts'
import { dayOf, entriesOf, type Property, plainText, propertyOf, startOf, textOf } from './properties.ts'
import { isRestricted } from './publication.ts'
import { UnreadablePage } from './unreadable-page.ts'

/** Part of every stamp: a page that this code reads otherwise than before is read anew. */
const readingVersion = 1
/** Times of pages are in minutes, and clocks differ: a page may still change within the minute that it shows. */
const settledMs = 2 * 60_000

/** What is known of a page without its text: when it was edited, and all that the mapping reads of it. */
export function stampOf(page: PageObjectResponse, mapping: NotionMapping): string {
  const stated = entriesOf(mapping).map(({ mapped }) => statedBy(page.properties[mapped.property]))
  return `${page.last_edited_time} ${hashOf([readingVersion, mapping, titleOf(page), stated])}`
}

/**
 * A page as an item, with what was read of it from `now` on. One that was edited just now gets a stamp that no listing
 * will show, so that it is read once more.
 */
export function itemOf(
  page: PageObjectResponse,
  mapping: NotionMapping,
  read: { readonly document: SourceDocument } | { readonly unreadable: string; readonly isPassing: boolean },
  now: Date,
): SourceItem {
  const isSettled = now.getTime() - Date.parse(page.last_edited_time) >= settledMs
  const stamp = isSettled ? stampOf(page, mapping) : `${stampOf(page, mapping)} read at ${now.toISOString()}`
  return { sourceId: page.id, revision: hashOf(read), stamp, ...read }
}

/** All that is to be known of a page; of a restricted one only that it is there. Rejects with `UnreadablePage`. */
export async function readDocument(
  client: Client,
  mapping: NotionMapping,
  page: PageObjectResponse,
): Promise<SourceDocument> {
  if (isRestricted(page, mapping)) return restricted
  const properties = propertiesOf(page, mapping)
  const named = await peopleOf(client, page, mapping)
  const { markdown, people } = plainMarkdown(await retrieveText(client, page.id))
  if (markdown === '') throw new UnreadablePage('empty: there is no text on the page.')
  return { ...properties, body: markdown, people: [...new Set([...named, ...people])], restricted: false }
}

const restricted: SourceDocument = { title: '', body: '', people: [], facts: {}, restricted: true }

function propertiesOf(
  page: PageObjectResponse,
  mapping: NotionMapping,
): Omit<SourceDocument, 'body' | 'people' | 'restricted'> {
  const day = (mapped: Mapped | null): string | null => mapped && dayOf(page, mapped)
  const text = (mapped: Mapped | null, use: 'title' | 'label'): string => {
    const property = mapped && propertyOf(page, mapped, use)
    return property ? oneLine(textOf(property)) : ''
  }
  const [incidentDate, publishedOn] = [day(mapping.incidentDate), day(mapping.publishedOn)]
  const [severity, ownerTeam] = [text(mapping.severity, 'label'), text(mapping.ownerTeam, 'label')]
  return {
    title: text(mapping.title, 'title') || oneLine(titleOf(page)) || 'Untitled',
    url: page.url,
    ...(incidentDate !== null && { incidentDate }),
    ...(publishedOn !== null && { publishedOn }),
    ...(severity !== '' && { severity }),
    ...(ownerTeam !== '' && { ownerTeam }),
    facts: factsOf(page, mapping.facts),
  }
}

/** A formula or a rollup may say something else although nobody edited the page. */
function statedBy(property: Property | undefined): unknown {
  if (!property) return null
  return property.type === 'rollup' ? property.rollup : (startOf(property) ?? textOf(property))
}

function titleOf({ properties }: PageObjectResponse): string {
  const title = Object.values(properties).find(({ type }) => type === 'title')
  return title?.type === 'title' ? plainText(title.title) : ''
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
