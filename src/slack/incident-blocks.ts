import type { RichTextBlockElement } from '@slack/types'
import { bullets, linkPart, type Part, paragraph, plainPart } from '../block-kit/rich-text.ts'
import { textWeight } from '../block-kit/weight.ts'
import type { IncidentLink } from '../domain.ts'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'

const longestTitle = 120

/** A line of facts; what is not known has no place in it. */
export const facts = (...known: readonly (string | null)[]): string =>
  known.flatMap((fact) => (fact === null || oneLine(fact) === '' ? [] : [oneLine(fact)])).join(' · ')

/** Untrusted text within a line. */
export const brief = (text: string, max = longestTitle): string => clamped(oneLine(text), max)

/** Untrusted prose; what stands between backticks is code, as in the document that it comes from. */
export function prose(text: string, max: number): Part[] {
  return brief(text, max)
    .split(/`([^`]+)`/)
    .flatMap((part, place) => (part === '' ? [] : [place % 2 === 1 ? plainPart(part, 'code') : part]))
}

/** The same for a heading, which can't show code. */
export const headline = (text: string, max = longestTitle): string => brief(text.replaceAll('`', ''), max)

/** An incident as one line: its title, linked where the postmortem has an address, its date, severity and more. */
export function incidentLine(incident: IncidentLink, ...more: readonly (string | null)[]): Part[] {
  const { url, incidentDate, severity } = incident
  const title = brief(incident.title)
  const known = facts(incidentDate ?? 'undated', severity === null ? null : brief(severity, 30), ...more)
  return [url === null ? plainPart(title || 'Untitled') : linkPart(url, title || 'Untitled'), ` · ${known}`]
}

/**
 * A list of as many items as `room` bytes hold, and how many more there are. A message that is too heavy loses whole
 * blocks, so every list keeps within its share.
 */
export function list<Item>(
  items: readonly Item[],
  partsOf: (item: Item) => readonly Part[],
  { room, more = 0 }: { readonly room: number; readonly more?: number },
): RichTextBlockElement[] {
  const shown: (readonly Part[])[] = []
  let left = room
  for (const item of items) {
    const parts = partsOf(item)
    left -= textWeight(paragraph(...parts))
    if (left < 0) break
    shown.push(parts)
  }
  const hidden = more + items.length - shown.length
  return [
    ...(shown.length > 0 ? [bullets(shown)] : []),
    ...(hidden > 0 ? [paragraph(`${shown.length > 0 ? 'and ' : ''}${hidden.toLocaleString('en')} more`)] : []),
  ]
}
