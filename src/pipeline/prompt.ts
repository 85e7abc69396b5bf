import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Liquid, type Template } from 'liquidjs'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { type Prompt, type Stage, type StageName, stageNames } from './stage.ts'

/** The prompts that ship with Lode. */
export const promptsFolder = new URL('../../prompts/', import.meta.url)

const frontMatter = z.strictObject({ tier: z.enum(['small', 'large']), maxTokens: z.int().positive() })
const liquid = new Liquid({ strictVariables: true, strictFilters: true })

/** A stage's question, ready for a model. */
export type Question = {
  readonly system: string
  readonly user: string
  readonly schema: unknown
  readonly hash: string
}

/** Reads `<folder>/<name>.md`: YAML front matter, then `# System` and `# User`. Throws `UserError` on any other shape. */
export function readPrompt(name: StageName, folder: URL = promptsFolder): Prompt {
  const file = new URL(`${name}.md`, folder)
  const match = /^---\n(.*?)\n---\n+# System\n(.*?)\n# User\n(.*)$/s.exec(textOf(file).replaceAll('\r\n', '\n'))
  if (!match) throw new UserError(`${file.pathname}: a prompt needs front matter, then "# System" and "# User"`)
  const [, head = '', system = '', user = ''] = match
  const yaml = parseDocument(head)
  const settings = frontMatter.safeParse(yaml.errors.length > 0 ? {} : yaml.toJS())
  if (!settings.success) throw new UserError(`${file.pathname}: ${z.prettifyError(settings.error)}`)
  return { ...settings.data, system: system.trim(), user: user.trim() }
}

function textOf(file: URL): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`The prompt ${file.pathname} can't be read.`, { cause: error })
  }
}

/**
 * Puts a stage's variables into its prompt. A variable that is missing, or that neither part uses, throws: both are
 * mistakes that would otherwise show only as a worse answer.
 */
export function render<In, Out>(stage: Stage<In, Out>, input: In): Question {
  const variables = disarmed(stage.vars(input)) as Record<string, unknown>
  const templates = templatesOf(stage.prompt)
  const unused = Object.keys(variables).filter((name) => !templates.variables.has(name))
  if (unused.length > 0) throw new UserError(`prompt ${stage.name} does not use: ${unused.join(', ')}`)
  const system: string = liquid.renderSync(templates.system, variables)
  const user: string = liquid.renderSync(templates.user, variables)
  const schema = answerSchema(stage)
  const hash = createHash('sha256')
    .update(JSON.stringify([system, user, schema]))
    .digest('hex')
  return { system, user, schema, hash }
}

/** Names the answer that a model gave, or would give, to a question. */
export function answerKey(question: Question, model: string): string {
  return createHash('sha256').update(`${question.hash}\n${model}`).digest('hex')
}

/** Names one version of all prompts of a folder together. */
export function promptsHash(folder: URL = promptsFolder): string {
  const names = stageNames.filter((name) => existsSync(new URL(`${name}.md`, folder)))
  return createHash('sha256')
    .update(JSON.stringify(names.map((name) => promptHash(readPrompt(name, folder)))))
    .digest('hex')
    .slice(0, 12)
}

/** Names one version of a stage's prompt, whatever the input. */
export function promptHash(prompt: Prompt): string {
  return createHash('sha256').update(JSON.stringify(prompt)).digest('hex').slice(0, 12)
}

function answerSchema(stage: { readonly output: z.ZodType }): unknown {
  const known = schemas.get(stage.output)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(stage.output)
  schemas.set(stage.output, schema)
  return schema
}
const schemas = new WeakMap<z.ZodType, unknown>()

/** The tags between which prompts put material. Material must not be able to close them. */
const ownTags = /<(\/?)(document|summary|quotes|passage|registry|criterion|digest|theme|pattern|incident)(?=[\s>/])/gi

function disarmed(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(ownTags, '‹$1$2')
  if (Array.isArray(value)) return value.map(disarmed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, disarmed(part)]))
}

type Templates = { readonly system: Template[]; readonly user: Template[]; readonly variables: ReadonlySet<string> }
const parsed = new WeakMap<Prompt, Templates>()

function templatesOf(prompt: Prompt): Templates {
  const known = parsed.get(prompt)
  if (known) return known
  const names = [prompt.system, prompt.user].flatMap((part) => liquid.globalVariablesSync(part))
  const templates = { system: liquid.parse(prompt.system), user: liquid.parse(prompt.user), variables: new Set(names) }
  parsed.set(prompt, templates)
  return templates
}
