import { z } from 'zod'
import { type Config, describeModel } from '../config.ts'
import type { NotionConfig } from '../config-notion.ts'
import { UserError } from '../errors.ts'
import type { Lode } from '../lode.ts'
import { readPrompt } from '../pipeline/prompt.ts'
import { stageNames } from '../pipeline/stage.ts'
import type { Model, Tier } from '../ports.ts'
import { checkSlack } from '../slack/check.ts'
import { slackClient } from '../slack/client.ts'
import { serverVersions } from '../store/server-versions.ts'
import { forgetWebhookToken, webhookToken } from '../store/webhook-tokens.ts'
import { bold, dim, green, print, printJson, red } from '../terminal/print.ts'
import { counted } from '../words.ts'
import { type CommandOf, command } from './command.ts'

type Check = { readonly what: string; readonly ok: boolean; readonly says: string }

/** `lode doctor`: whether everything that Lode needs is there, and where the data goes. */
export const doctorCommand: CommandOf = (wire) =>
  command('doctor', 'Check configuration, database, prompts, source and model access, and say where data goes.', [
    'doctor',
    'doctor --forget-webhook',
  ])
    .option('--forget-webhook', 'forget the token of Notion’s webhook, so that another one can introduce itself')
    .action(async ({ json, forgetWebhook }: { json?: boolean; forgetWebhook?: boolean }) => {
      const lode = wire()
      if (forgetWebhook) await forgetWebhookIn(lode)
      const checks: Check[] = []
      for (const check of checksOf(lode)) {
        const done = await check
        checks.push(done)
        if (!json) print(`${done.ok ? green('✓') : red('×')} ${done.what.padEnd(14)} ${done.says}`)
      }
      const flows = dataFlows(lode.config)
      if (json) printJson({ checks, dataFlows: flows })
      else
        print(
          '',
          bold('Where data goes'),
          ...flows.map((flow) => `  ${flow}`),
          dim('  Have this reviewed before documents of your own are read.'),
        )
      if (checks.some((check) => !check.ok)) process.exitCode = 1
    })

async function forgetWebhookIn(lode: Lode): Promise<void> {
  const database = await lode.openDatabase()
  try {
    await forgetWebhookToken(database.pool, 'notion')
  } finally {
    await database.close()
  }
}

function* checksOf(lode: Lode): Generator<Promise<Check>> {
  const { brain, config } = lode
  yield checked('configuration', async () => `read; model provider ${config.model.provider}`)
  yield checked('database', () => databaseCheck(lode))
  yield checked(
    'prompts',
    async () => `${stageNames.map((name) => readPrompt(name)).length} stages, ${lode.technologies.length} technologies`,
  )
  yield checked('source', () => (config.notion ? notionCheck(config.notion) : sourceCheck(lode)))
  if (config.notion?.webhook) yield checked('webhook', () => webhookCheck(lode))
  yield checked('redaction', async () =>
    config.roster.length > 0
      ? `${config.roster.length} people on the roster`
      : 'no roster; names are learnt from documents only (REDACTION_ROSTER)',
  )
  if (brain.model) {
    for (const tier of ['small', 'large'] as const)
      yield checked(`${tier} model`, () => modelCheck(brain.model as Model, tier))
  } else yield checked('model', async () => `${brain.name}: built in, no language model`)
  yield checked('Slack', async () => {
    const { slack } = config
    if (!slack) return 'not connected: nothing is posted (SLACK_BOT_TOKEN)'
    const { everything, technologies, teams } = slack.routing
    const channels = [everything, ...Object.values(technologies), ...Object.values(teams)].filter((one) => one !== null)
    return checkSlack(slackClient(slack, lode.log), [...new Set(channels)])
  })
  yield checked('embeddings', async () => {
    const embedder = await brain.embedder()
    const [vector] = await embedder.embed(['connection pool exhausted'])
    return `${embedder.name}, ${vector?.length} dimensions`
  })
}

/** A check that rejects says in its message what is wrong and how to mend it. */
async function checked(what: string, check: () => Promise<string>): Promise<Check> {
  return check().then(
    (says) => ({ what, ok: true, says }),
    (error: unknown) => ({ what, ok: false, says: error instanceof Error ? error.message : String(error) }),
  )
}

async function databaseCheck(lode: Lode): Promise<string> {
  const database = await lode.openDatabase()
  try {
    const { postgres, pgvector } = await serverVersions(database.pool)
    return `${database.url ? 'server' : 'embedded'}, PostgreSQL ${postgres}, pgvector ${pgvector}`
  } finally {
    await database.close()
  }
}

async function sourceCheck({ config, sourceOf }: Lode): Promise<string> {
  const source = sourceOf(config.postmortemsFolder)
  let [read, unreadable] = [0, 0]
  for await (const item of source.items()) {
    if ('unreadable' in item) unreadable++
    else read++
  }
  return `${read} documents, ${unreadable} unreadable, in ${config.postmortemsFolder}`
}

async function notionCheck(notion: NotionConfig): Promise<string> {
  // A large library that most commands don't need.
  const [{ connectNotion }, { checkNotion }] = await Promise.all([
    import('../notion/client.ts'),
    import('../notion/check.ts'),
  ])
  const { problems, absent } = await checkNotion(connectNotion(notion).client(), notion)
  if (problems.length > 0) throw new UserError(problems.join('\n'))
  const missing =
    absent.length === 0
      ? ''
      : `. Not there, so nothing is known of it: ${absent.join(', ')} (NOTION_MAPPING names others)`
  const kept = notion.reportsPage === null ? '' : '; approved answers are kept under NOTION_REPORTS_PAGE'
  return `Notion, ${counted(notion.dataSources.length, 'data source')} with the properties that the mapping names${kept}${missing}`
}

/** The token that Notion has sent is shown until it has signed something with it. */
async function webhookCheck(lode: Lode): Promise<string> {
  const database = await lode.openDatabase()
  try {
    const known = await webhookToken(database.pool, 'notion')
    if (!known) return 'nothing has arrived yet. Create the webhook in the settings of your Notion connection'
    return known.confirmedAt
      ? `confirmed on ${known.confirmedAt.toISOString().slice(0, 10)}`
      : `paste this verification token into the webhook’s settings in Notion: ${known.token}`
  } finally {
    await database.close()
  }
}

const answer = z.object({ ok: z.boolean() })

async function modelCheck(model: Model, tier: Tier): Promise<string> {
  const started = performance.now()
  const { text } = await model.answer({
    tier,
    system: 'You answer health checks.',
    turns: [{ from: 'user', text: 'Answer that everything is ok.' }],
    schema: { name: 'health', json: z.toJSONSchema(answer) },
    maxTokens: 400,
    isUrgent: true,
  })
  answer.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)))
  return `${model.nameOf(tier)} answered in ${((performance.now() - started) / 1_000).toFixed(1)} s`
}

function dataFlows(config: Config): string[] {
  return [
    `documents are read from ${config.notion ? `Notion (${config.notion.dataSources.join(', ')})` : config.postmortemsFolder}; restricted ones are not processed, and none of their text is stored`,
    'before anything else, people, e-mail, phone, IP, secrets, card numbers and money are replaced by placeholders; where that fails the document is refused',
    describeModel(config.model),
    'url' in config.database
      ? `redacted text, answers and digests are stored in the PostgreSQL server ${URL.parse(config.database.url)?.host}`
      : 'redacted text, answers and digests are stored on this machine, under LODE_HOME',
    config.slack
      ? `digests, patterns and opportunities are posted to ${config.slack.apiUrl === null ? 'Slack' : config.slack.apiUrl}; ids of people who vote or decide are stored`
      : 'nothing is posted anywhere',
    ...(config.notion?.reportsPage
      ? ['one-pagers and opportunities that people approve are written to Notion, under NOTION_REPORTS_PAGE']
      : []),
    'logs hold job names, times, tokens and reasons; never document text',
  ]
}
