import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Liquid } from 'liquidjs'
import { parse } from 'yaml'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { Prompt, Stage, StageName } from './stage.ts'

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
  const match = /^---\n(.*?)\n---\n+# System\n(.*?)\n# User\n(.*)$/s.exec(readFileSync(file, 'utf8'))
  if (!match) throw new UserError(`${file.pathname}: a prompt needs front matter, then "# System" and "# User"`)
  const [, head = '', system = '', user = ''] = match
  const settings = frontMatter.safeParse(parse(head))
  if (!settings.success) throw new UserError(`${file.pathname}: ${z.prettifyError(settings.error)}`)
  return { ...settings.data, system: system.trim(), user: user.trim() }
}

/**
 * Puts a stage's variables into its prompt. A variable that is missing, or that neither part uses, throws: both are
 * mistakes that would otherwise show only as a worse answer.
 */
export function render<In, Out>(stage: Stage<In, Out>, input: In): Question {
  const variables = stage.vars(input)
  const used = new Set([...variableNames(stage.prompt.system), ...variableNames(stage.prompt.user)])
  const unused = Object.keys(variables).filter((name) => !used.has(name))
  if (unused.length > 0) throw new UserError(`prompt ${stage.name} does not use: ${unused.join(', ')}`)
  const system = liquid.parseAndRenderSync(stage.prompt.system, variables)
  const user = liquid.parseAndRenderSync(stage.prompt.user, variables)
  const schema = answerSchema(stage)
  const hash = createHash('sha256')
    .update(JSON.stringify([system, user, schema]))
    .digest('hex')
  return { system, user, schema, hash }
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

function variableNames(template: string): string[] {
  return liquid.globalVariablesSync(template)
}
