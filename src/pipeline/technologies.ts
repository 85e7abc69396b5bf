import { readFileSync } from 'node:fs'
import { distance } from 'fastest-levenshtein'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { Technology } from '../domain.ts'
import { UserError } from '../errors.ts'

const list = z.array(z.string().min(1)).default([])
const entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  name: z.string().min(1),
  kind: z.string().min(1),
  aliases: list,
  exact: list,
  telltales: list,
  tools: list,
  homonyms: list,
  description: z.string().min(1),
  is: z.string().min(1),
  isNot: z.string().min(1),
  examples: list,
})
const registry = z.strictObject({ technologies: z.array(entry).min(1) })

/** Reads registry files; a later file's entry replaces an earlier one's with the same id. Throws `UserError`. */
export function readTechnologies(files: readonly string[]): readonly Technology[] {
  const byId = new Map<string, Technology>()
  for (const file of files) {
    const yaml = parseDocument(textOf(file))
    const [mistake] = yaml.errors
    if (mistake) throw unusable(file, mistake.message)
    const parsed = registry.safeParse(yaml.toJS())
    if (!parsed.success) throw unusable(file, z.prettifyError(parsed.error))
    for (const technology of parsed.data.technologies) byId.set(technology.id, technology)
  }
  return [...byId.values()]
}

function unusable(file: string, reason: string): UserError {
  return new UserError(
    `The registry of technologies ${file} can't be used: ${reason.trim()}\nTECHNOLOGIES_FILE names it; examples/technologies.yml shows its shape.`,
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`The registry of technologies ${file} can't be read. TECHNOLOGIES_FILE names it.`, {
      cause: error,
    })
  }
}

/** The technology that a person means, by id, name or alias. */
export function findTechnology(technologies: readonly Technology[], wanted: string): Technology | null {
  const name = plain(wanted)
  return technologies.find((technology) => namesOf(technology).some((known) => plain(known) === name)) ?? null
}

/** Up to three technologies whose names are spelled almost like that. */
export function nearTechnologies(technologies: readonly Technology[], wanted: string): Technology[] {
  const name = plain(wanted)
  return technologies
    .map((technology) => ({
      technology,
      distance: Math.min(...namesOf(technology).map((known) => distance(plain(known), name))),
    }))
    .filter((candidate) => candidate.distance <= Math.max(2, name.length / 2))
    .sort((a, b) => a.distance - b.distance || a.technology.id.localeCompare(b.technology.id))
    .slice(0, 3)
    .map((candidate) => candidate.technology)
}

/** The technology that a person means, by id, name or alias. Throws `UserError` that suggests the nearest names. */
export function resolveTechnology(technologies: readonly Technology[], wanted: string): Technology {
  if (plain(wanted) === '') throw new UserError('Name a technology, by id, name or alias, such as postgresql.')
  const found = findTechnology(technologies, wanted)
  if (found) return found
  const near = nearTechnologies(technologies, wanted).map((technology) => technology.id)
  const advice =
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : 'The command "technologies" lists those that postmortems name.'
  throw new UserError(`No technology is called "${wanted.slice(0, 60)}". ${advice}`)
}

function namesOf({ id, name, aliases, exact }: Technology): string[] {
  return [id, name, ...aliases, ...exact]
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
