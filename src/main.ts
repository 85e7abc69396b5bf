import { type Logger, pino } from 'pino'
import { runCli } from './cli.ts'
import { type Config, readConfig } from './config.ts'
import type { NotionConfig } from './config-notion.ts'
import type { SlackConfig } from './config-slack.ts'
import type { Picture } from './content.ts'
import { isExplained } from './errors.ts'
import { folderSource } from './folder/folder-source.ts'
import type { Workshop } from './jobs/job.ts'
import { loggedAsk } from './jobs/logged-ask.ts'
import { startQueue } from './jobs/queue.ts'
import { nowhere } from './jobs/routing.ts'
import { createQueues } from './jobs/work.ts'
import { systemClock } from './limits/clock.ts'
import { startWorkspace } from './local-workspace.ts'
import type { LocalWorkspace, Lode, OpenOptions, OpenWorkshop } from './lode.ts'
import { brainOf } from './models.ts'
import type { NotionParts } from './notion-parts.ts'
import { readTechnologies } from './pipeline/technologies.ts'
import { withPrompts } from './pipeline/with-prompts.ts'
import type { DocumentSource } from './ports.ts'
import { slackAccess } from './slack/access.ts'
import { slackClient } from './slack/client.ts'
import { connectSlack } from './slack/connection.ts'
import { slackNotifier } from './slack/notifier.ts'
import { remember } from './store/answers.ts'
import { openDatabase } from './store/database.ts'

/** The composition root: configuration in, adapters chosen, commands run. Nothing imports this file. */

function wire(config: Config): Lode {
  const technologies = readTechnologies(config.technologyFiles)
  const level = config.logLevel ?? (process.stderr.isTTY ? 'warn' : 'info')
  const log = pino({ level, base: null }, pino.destination(2))
  const brain = brainOf(config.model)
  const parts = { technologies, modelName: brain.name, log }
  const open = (address = config.database) => openDatabase(address)

  const openWorkshop = async ({ address, folder, prompts, log: own }: OpenOptions = {}): Promise<OpenWorkshop> => {
    const database = await open(address)
    const boss = await startQueue(database)
    await createQueues(boss)
    const remembering = remember(database.pool, brain.modelOf, loggedAsk(own ?? log, brain.ask))
    const notion = config.notion && (await notionPartsOf(config.notion, own ?? log))
    const slack = config.slack && slackParts(config.slack, own ?? log)
    const workshop: Workshop = {
      ...parts,
      database,
      boss,
      log: own ?? log,
      ask: prompts ? withPrompts(prompts, remembering) : remembering,
      embedder: await brain.embedder(),
      ...sourcesOf(config, notion, folder),
      roster: config.roster,
      notifier: slack?.notifier ?? null,
      library: notion?.library ?? null,
      routing: config.slack?.routing ?? nowhere,
      now: () => new Date(),
    }
    const startWebhook = notion?.startWebhook ?? null
    return {
      ...workshop,
      startWebhook: startWebhook && (() => startWebhook(workshop)),
      connectSlack: slack && (() => connectSlack({ workshop, ...slack }, slack.settings)),
      close: async () => {
        await boss.stop({ graceful: true, timeout: 30_000 })
        await database.close()
      },
    }
  }
  return { config, ...parts, brain, ask: brain.ask, sourceOf: folderSource, openDatabase: open, openWorkshop }
}

/** What is read: a folder where one is named, else Notion where it is configured, else the configured folder. */
function sourcesOf({ postmortemsFolder }: Config, notion: NotionParts | null, folder: string | undefined) {
  const first = folderSource(folder ?? postmortemsFolder)
  const sources: readonly DocumentSource[] = notion && folder === undefined ? notion.sources : [first]
  const sourceNamed = (name: string): DocumentSource =>
    sources.find((known) => known.name === name) ?? folderSource(name.replace(/^folder:/, ''))
  return { source: sources[0] ?? first, sources, sourceNamed }
}

/** Notion's client is large, and read only where it is needed. */
async function notionPartsOf(config: NotionConfig, log: Logger): Promise<NotionParts> {
  const { notionParts } = await import('./notion-parts.ts')
  return notionParts(config, log)
}

/** Slack as jobs and listeners need it. */
function slackParts(settings: SlackConfig, log: Logger) {
  const client = slackClient(settings, log)
  const access = slackAccess(client, settings, () => new Date())
  const { messagesPerSecond } = settings
  const notifier = slackNotifier({ client, access, draw, messagesPerSecond, clock: systemClock })
  return { client, access, notifier, settings }
}

/** Drawing needs a large library, and seldom is anything drawn. */
async function draw(picture: Picture): Promise<Uint8Array> {
  const { chart } = await import('./charts/chart.ts')
  return chart(picture)
}

/** Everything on defaults, whatever is configured, with the local workspace for Slack where one is started. */
function wireDemo(workspace: LocalWorkspace | null): Lode {
  return wire({ ...readConfig({}), slack: workspace?.slack ?? null })
}

// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await runCli({ wire: () => wire(readConfig()), wireDemo, startWorkspace }, process.argv)
} catch (error) {
  // The last boundary: what a person can mend is said plainly, everything else with its stack.
  // File names may hold what steers a terminal.
  const text = isExplained(error) ? error.message : inspected(error)
  process.stderr.write(`lode: ${text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (letter) => (letter === '\n' ? letter : ''))}\n`)
  process.exitCode = 1
}

function inspected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
