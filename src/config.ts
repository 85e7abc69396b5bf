import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type ModelConfig, modelConfig, modelEnvironment, modelProblems } from './config-model.ts'
import { type NotionConfig, notionConfig, notionEnvironment, notionProblems } from './config-notion.ts'
import { type SlackConfig, slackConfig, slackEnvironment, slackProblems } from './config-slack.ts'
import { UserError } from './errors.ts'
import type { DatabaseAddress } from './store/database.ts'

export type Config = {
  readonly database: DatabaseAddress
  /** Where the embedded database and results of evaluations are kept. */
  readonly home: string
  /** Where postmortems are read from. */
  readonly postmortemsFolder: string
  /** The registry that ships with Lode, then the organisation's own. */
  readonly technologyFiles: readonly string[]
  /** Names that are redacted wherever they stand. */
  readonly roster: readonly string[]
  /** Cron expression, UTC. */
  readonly syncCron: string
  /** Null: everything, but at a terminal, where people read answers, only what is wrong. */
  readonly logLevel: string | null
  readonly model: ModelConfig
  /** Null: nothing is announced, and nobody can ask. */
  readonly slack: SlackConfig | null
  /** Null: postmortems are read from the folder. */
  readonly notion: NotionConfig | null
}

const root = fileURLToPath(new URL('../', import.meta.url))
const examples = path.join(root, 'examples')

const environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user@host:5432/database' })
    .optional(),
  LODE_HOME: z.string().default(path.join(root, '.lode')),
  ...modelEnvironment,
  ...slackEnvironment,
  ...notionEnvironment,
  POSTMORTEMS_FOLDER: z.string().optional(),
  TECHNOLOGIES_FILE: z.string().optional(),
  REDACTION_ROSTER: z.string().optional(),
  SYNC_CRON: z
    .string()
    .regex(/^(@\w+|\S+(\s+\S+){4,5})$/, 'must be a cron expression, as */5 * * * *')
    .default('*/5 * * * *'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
})

/** Reads the whole configuration once. Throws a `UserError` that lists everything that is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv = ownEnvironment()): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given, { error: inWords })
  const problems = parsed.success
    ? [...modelProblems(parsed.data), ...slackProblems(parsed.data), ...notionProblems(parsed.data)]
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  if (!parsed.success || problems.length > 0) {
    throw new UserError(
      `The configuration can't be used:\n  ${problems.join('\n  ')}\n.env.example explains every setting.`,
    )
  }
  const { DATABASE_URL, LODE_HOME, POSTMORTEMS_FOLDER, TECHNOLOGIES_FILE, REDACTION_ROSTER, SYNC_CRON, LOG_LEVEL } =
    parsed.data
  const ownTechnologies = TECHNOLOGIES_FILE ?? (POSTMORTEMS_FOLDER ? null : path.join(examples, 'technologies.yml'))
  return {
    home: path.resolve(LODE_HOME),
    database: DATABASE_URL ? { url: DATABASE_URL } : { folder: path.resolve(LODE_HOME) },
    postmortemsFolder: POSTMORTEMS_FOLDER ?? path.join(examples, 'postmortems'),
    technologyFiles: [path.join(root, 'prompts/technologies.yml'), ...(ownTechnologies ? [ownTechnologies] : [])],
    roster: REDACTION_ROSTER ? readRoster(REDACTION_ROSTER) : [],
    syncCron: SYNC_CRON,
    logLevel: LOG_LEVEL ?? null,
    model: modelConfig(parsed.data),
    slack: slackConfig(parsed.data),
    notion: notionConfig(parsed.data),
  }
}

/** What settings must be that say nothing of their own about it. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : `must be a ${issue.expected}`
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
  }
}

/** One person a line; empty lines and lines that begin with `#` are left out. */
function readRoster(file: string): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    throw new UserError(`REDACTION_ROSTER: ${file} can't be read. Nothing is processed without it.`, { cause: error })
  }
}

/** Where text goes to be answered, for the review that comes before documents of one's own. */
export function describeModel(model: ModelConfig): string {
  switch (model.provider) {
    case 'offline':
      return 'no text leaves this machine: the built-in extractive model answers'
    case 'bedrock':
      return `redacted text goes to AWS Bedrock in ${model.region}, to ${model.small} and ${model.large}, and digests to Titan embeddings there`
    case 'openai':
      return `redacted text goes to ${URL.parse(model.baseUrl)?.host}, to ${model.small} and ${model.large}${model.embedding ? `, and digests to ${model.embedding}` : ''}`
  }
}

/** The process's environment, with what a file .env adds to it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}
