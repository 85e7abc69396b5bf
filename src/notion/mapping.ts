import { readFileSync } from 'node:fs'
import { parse, YAMLError } from 'yaml'
import { z } from 'zod'
import { UserError } from '../errors.ts'

/** A property by its name. An optional one comes from the defaults: a data source without it just doesn't say. */
export type Mapped = { readonly property: string; readonly isOptional: boolean }

/** A figure: how a text in that property is read, and what a bare number there counts. */
export type MappedFact = Mapped & {
  readonly kind: 'number' | 'duration' | 'money'
  readonly unit: 'minutes' | 'hours'
}

/** Which property of a page says what. Null: nothing does. */
export type NotionMapping = {
  /** `values` null: a ticked checkbox, or a date that has come. */
  readonly published: Mapped & { readonly values: readonly string[] | null }
  /** Null: the title itself. */
  readonly title: Mapped | null
  readonly incidentDate: Mapped | null
  readonly publishedOn: Mapped | null
  readonly severity: Mapped | null
  readonly ownerTeam: Mapped | null
  /** `values` null: a ticked checkbox. */
  readonly restricted: (Mapped & { readonly values: readonly string[] | null }) | null
  /** Null: every property that holds people. */
  readonly people: readonly Mapped[] | null
  readonly facts: Readonly<Record<string, MappedFact>>
}

const filled = z.string({ error: 'must be the name of a property' }).trim().min(1, 'must not be empty')
const given = filled.transform((property): Mapped => ({ property, isOptional: false }))
const guessed = (property: string): Mapped => ({ property, isOptional: true })

const values = z
  .array(z.union([z.string(), z.boolean(), z.number()], { error: 'must be a text, true or false' }).transform(String), {
    error: 'must be a list, as [Published]',
  })
  .min(1, 'must not be empty')
  .transform((list): readonly string[] | null => list)

const withValues = z
  .strictObject({ property: filled, values: values.default(null) }, { error: unknownKeys })
  .transform((entry) => ({ ...entry, isOptional: false }))

const fact = z.strictObject(
  {
    property: filled,
    kind: z.enum(['number', 'duration', 'money'], { error: 'must be number, duration or money' }).optional(),
    unit: z.enum(['minutes', 'hours'], { error: 'must be minutes or hours' }).optional(),
  },
  { error: unknownKeys },
)

const facts = z.record(z.string(), fact).transform((entries, { addIssue }) => {
  const mapped = Object.entries(entries).map(([name, entry]): [string, MappedFact] => [name, factOf(name, entry)])
  for (const [name, { kind }] of mapped) {
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      addIssue({ code: 'custom', path: [name], message: 'must be named in lower case, as duration_minutes' })
    if (entries[name]?.unit !== undefined && kind !== 'duration')
      addIssue({ code: 'custom', path: [name, 'unit'], message: 'is only for durations' })
  }
  return Object.fromEntries(mapped)
})

const mappingSchema = z.strictObject(
  {
    published: withValues.default({ ...guessed('Status'), isOptional: false, values: ['Published'] }),
    title: given.nullable().default(null),
    incidentDate: given.nullable().default(guessed('Incident date')),
    publishedOn: given.nullable().default(guessed('Published on')),
    severity: given.nullable().default(guessed('Severity')),
    ownerTeam: given.nullable().default(guessed('Owner team')),
    restricted: withValues.nullable().default({ ...guessed('Restricted'), values: null }),
    people: z.array(given, { error: 'must be a list of properties' }).nullable().default(null),
    facts: facts.default({
      duration_minutes: { ...guessed('duration_minutes'), kind: 'duration', unit: 'minutes' },
      customers_affected: { ...guessed('customers_affected'), kind: 'number', unit: 'minutes' },
    }),
  },
  { error: unknownKeys },
)

/** What holds without a mapping file, and for what such a file doesn't mention. */
export const defaultMapping: NotionMapping = mappingSchema.parse({})

/** Reads a mapping file; a `UserError` lists everything that is wrong in it. */
export function readMapping(file: string): NotionMapping {
  const parsed = mappingSchema.safeParse(yamlIn(file) ?? {})
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the file'} ${message}`)
  throw new UserError(`The mapping of Notion properties in ${file} can't be used:\n${problems.join('\n')}`)
}

function yamlIn(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof YAMLError ? `is no valid YAML: ${error.message}` : 'can’t be read'
    throw new UserError(`The mapping of Notion properties in ${file} ${reason}.`, { cause: error })
  }
}

function factOf(name: string, { property, kind, unit }: z.infer<typeof fact>): MappedFact {
  const usual = name.endsWith('_minutes') ? 'duration' : 'number'
  return { property, isOptional: false, kind: kind ?? usual, unit: unit ?? 'minutes' }
}

function unknownKeys(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'unrecognized_keys') return 'must be fields, as "property: Status"'
  return `has unknown keys: ${issue.keys.join(', ')}`
}
