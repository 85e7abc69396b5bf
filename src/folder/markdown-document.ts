import path from 'node:path'
import { parseDocument as parseYaml } from 'yaml'
import { z } from 'zod'
import type { SourceDocument } from '../domain.ts'
import { firstDate } from '../pipeline/dates.ts'

const day = z
  .string()
  .transform((text) => firstDate(text))
  .refine((date) => date !== undefined, 'is no date; write YYYY-MM-DD')
const text = z.union([z.string(), z.number()]).transform(String)

const frontMatter = z.looseObject({
  title: text.optional(),
  date: day.optional(),
  published: z.union([day, z.boolean()]).optional(),
  draft: z.boolean().optional(),
  severity: text.optional(),
  url: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  restricted: z.boolean().default(false),
  owner_team: text.optional(),
  people: z.array(z.string()).default([]),
  facts: z.record(z.string(), z.number()).default({}),
})

export type ParsedDocument = { readonly document: SourceDocument } | { readonly unreadable: string } | 'unpublished'

/**
 * A Markdown file with or without YAML front matter. Without a title the first heading or the file's name is the
 * title; without a date, the one in its name or first lines. Numbers in the front matter are facts.
 */
export function parseDocument(file: string, sourceId: string): ParsedDocument {
  const parts = split(file)
  if (parts === null) return { unreadable: 'its front matter is not closed: a line "---" is missing after it.' }
  const { head, body } = parts
  if (body.trim() === '') return { unreadable: 'empty: there is no text in it.' }
  const fields = fieldsOf(head)
  if ('unreadable' in fields) return fields
  const parsed = frontMatter.safeParse(fields.stated)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'front matter'} ${issue.message}`)
    return { unreadable: `front matter: ${issues.join('; ')}.` }
  }
  const { data } = parsed
  if (data.published === false || data.draft) return 'unpublished'
  const incidentDate = data.date ?? firstDate(dashed(path.basename(sourceId))) ?? firstDate(body.slice(0, 2_000))
  const document: SourceDocument = {
    title: data.title ?? headingOf(body) ?? path.basename(sourceId, path.extname(sourceId)),
    body,
    ...(data.url !== undefined && { url: data.url }),
    ...(incidentDate !== undefined && { incidentDate }),
    ...(typeof data.published === 'string' && { publishedOn: data.published }),
    ...(data.severity !== undefined && { severity: data.severity }),
    ...(data.owner_team !== undefined && { ownerTeam: data.owner_team }),
    people: data.people,
    facts: { ...looseFacts(data), ...data.facts },
    restricted: data.restricted,
  }
  return { document }
}

/** Null when front matter begins and never ends: what it says, perhaps that the document is restricted, would be lost. */
function split(file: string): { head: string; body: string } | null {
  const plain = file.replaceAll(/\r\n?/g, '\n').replace(/^[\ufeff\s]*(?=---)/, '')
  const match = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/.exec(plain)
  if (match) return { head: match[1] ?? '', body: plain.slice(match[0].length) }
  return /^---[ \t]*\n\s*[A-Za-z_]+[ \t]*:/.test(plain) ? null : { head: '', body: plain }
}

/** What front matter states, by names in lower case; what a template left empty is not stated. */
function fieldsOf(head: string): { stated: Record<string, unknown> } | { unreadable: string } {
  const yaml = parseYaml(head)
  const [mistake] = yaml.errors
  // The parser's message may quote the document.
  if (mistake)
    return {
      unreadable: `front matter is not valid YAML (${mistake.code}, line ${(mistake.linePos?.[0].line ?? 0) + 1}).`,
    }
  try {
    const fields: unknown = storable(yaml.toJS())
    if (fields === null || fields === undefined) return { stated: {} }
    if (typeof fields !== 'object' || Array.isArray(fields))
      return { unreadable: 'front matter must be a list of fields, as "title: …".' }
    const stated = Object.entries(fields).filter(([, value]) => value !== null && value !== '')
    return { stated: Object.fromEntries(stated.map(([name, value]) => [name.toLowerCase(), value])) }
  } catch {
    return { unreadable: 'front matter has too many aliases.' }
  }
}

/** Escapes in YAML can make letters that no database keeps: NUL, and half of a surrogate pair. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '')
  if (Array.isArray(value)) return value.map(storable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [storable(name), storable(part)]))
}

function looseFacts(data: Record<string, unknown>): Record<string, number> {
  const known = new Set(Object.keys(frontMatter.shape))
  const numbers = Object.entries(data).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !known.has(entry[0]),
  )
  return Object.fromEntries(numbers)
}

function headingOf(body: string): string | undefined {
  return /^#{1,2}[ \t]+(.+?)[ \t]*#*$/m.exec(body)?.[1]
}

/** `20240305-outage` and `2024_03_05` are dates, too. */
function dashed(name: string): string {
  return name.replace(/\b(\d{4})[-_]?(\d\d)[-_]?(\d\d)(?!\d)/, '$1-$2-$3 ')
}
