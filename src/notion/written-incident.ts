import type { IncidentLink } from '../domain.ts'
import { linked, plain } from './written-text.ts'

/** One incident as an item of a list: when it was, how severe, what else is known, and its title. */
export function incidentItem(incident: IncidentLink, known: string | null = null): string {
  const { title, url, incidentDate, severity } = incident
  const facts = [incidentDate ?? 'undated', severity && plain(severity, 30), known, linked(title, url)]
  return `- ${facts.filter((fact) => fact !== null && fact !== '').join(' · ')}`
}

/** A list of incidents as one block, and how many more there are. */
export function incidentList(items: readonly string[], more: number): string[] {
  const rest = more > 0 ? [`- and ${more.toLocaleString('en')} more`] : []
  const lines = [...items, ...rest]
  return lines.length === 0 ? [] : [lines.join('\n')]
}
