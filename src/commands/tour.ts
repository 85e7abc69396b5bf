import type { Lode, OpenWorkshop } from '../lode.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { troubles } from '../store/ledger.ts'
import { findPostmortem } from '../store/postmortems.ts'
import { bold, cyan, dim, green, plain, print, printJson, yellow } from '../terminal/print.ts'
import { opportunitiesText, reportText } from '../terminal/report.ts'
import { threadText } from '../terminal/thread.ts'
import { backfill, backfillText } from './backfill.ts'
import { withWorkshop } from './command.ts'
import { currentOpportunities } from './opportunities.ts'
import { storedThread } from './thread-of.ts'

/** Two digests that show a lot: one technology blamed and others cleared, and a text that contradicts its facts. */
const shown = ['2023-06-08-order-history-freeze', '2024-12-10-advent-price-rules-hot-shard']
const folded = ['dynamodb', 'postgresql']

/** The whole job over the example postmortems, in memory, with the built-in model: printed once, for people or programs. */
export async function printTour(lode: Lode, { json }: { readonly json: boolean }): Promise<void> {
  const options = { address: { memory: true as const }, log: lode.log.child({}, { level: 'silent' }) }
  if (json) return printJson(await withWorkshop(lode, options, (workshop) => collected(lode, workshop)))
  print('', banner, dim(offline), '')
  await withWorkshop(lode, options, (workshop) => tour(lode, workshop))
  print(...nextSteps)
}

/** The first line of every demo. */
export const banner = `${bold(cyan('Lode'))} reads the 40 postmortems of Marrowby, an invented online shop.`

export const offline =
  'No account, no key, no server: an embedded PostgreSQL in memory and the built-in extractive model.'

/** Everything that the tour shows, for programs. */
async function collected(lode: Lode, workshop: OpenWorkshop) {
  const { pool } = workshop.database
  const run = await backfill(workshop, { quiet: true })
  const found = await Promise.all(shown.map((slug) => findPostmortem(pool, slug)))
  const digests = await Promise.all(found.flatMap((one) => (one ? [storedThread(pool, one, lode.modelName)] : [])))
  const technologies = []
  for (const id of folded)
    technologies.push(await currentOpportunities(workshop, resolveTechnology(lode.technologies, id)))
  return { run, digests, technologies, troubles: await troubles(pool) }
}

async function tour(lode: Lode, workshop: OpenWorkshop): Promise<void> {
  const result = await backfill(workshop, { quiet: false })
  print(...backfillText(result, lode.modelName))
  heading('Two digests, as they are posted to Slack')
  for (const slug of shown) {
    const postmortem = await findPostmortem(workshop.database.pool, slug)
    if (postmortem) print(threadText(await storedThread(workshop.database.pool, postmortem, lode.modelName)), '')
  }
  for (const id of folded) {
    const technology = resolveTechnology(lode.technologies, id)
    const { report, opportunities } = await currentOpportunities(workshop, technology)
    heading(`/patterns ${id}`)
    print(reportText(report))
    heading(`/opportunities ${id}`)
    print(opportunitiesText(technology.name, opportunities, report))
  }
  heading('What is not shown as fact, and why')
  const held = await troubles(workshop.database.pool)
  print(...held.map(({ sourceId, state, reason }) => `${yellow('!')} ${plain(sourceId)} is ${state}: ${plain(reason)}`))
  if (held.length === 0) print(`${green('✓')} Nothing was held back.`)
}

function heading(text: string): void {
  print('', bold(cyan(`── ${text} ${'─'.repeat(Math.max(3, 76 - text.length))}`)), '')
}

const nextSteps = [
  '',
  bold('What to try next'),
  `  npm run lode -- map <your-postmortem.md>      ${dim('digest a document of your own, nothing is stored')}`,
  `  npm run lode -- backfill <your-folder>        ${dim('digest a folder and keep the digests under .lode/')}`,
  `  npm run lode -- patterns kafka                ${dim('then the one-pager of any technology that was found')}`,
  `  npm run lode -- patterns all --refresh        ${dim('then all technologies by failure class')}`,
  `  npm run lode -- eval examples/postmortems --labels examples/labels.csv   ${dim('how often it is right')}`,
  `  npm run lode -- --help                        ${dim('everything else')}`,
  '',
]
