import { jobs } from '../jobs/jobs.ts'
import { type DeadLetter, listDeadLetters, pendingJobs } from '../jobs/queue.ts'
import { stateCounts, type Trouble, troubles } from '../store/ledger.ts'
import { channelTroubles } from '../store/outbox.ts'
import { bold, dim, green, plain, print, printJson, red, yellow } from '../terminal/print.ts'
import { counted } from '../words.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

export type Status = {
  readonly documents: readonly { readonly state: string; readonly documents: number }[]
  readonly pending: number
  readonly deadLetters: readonly DeadLetter[]
  readonly troubles: readonly Trouble[]
  /** Channels that can't be written to, and how many messages wait for each. */
  readonly channels: readonly { readonly channel: string; readonly reason: string; readonly messages: number }[]
}

/** `lode status`: what is stored, what is under way, and what needs a person. */
export const statusCommand: CommandOf = (wire) =>
  command('status', 'Print what is stored, what is under way, and what needs a person.', [
    'status',
    'status --json',
  ]).action(async ({ json }: { json?: boolean }) => {
    const lode = wire()
    const status = await withWorkshop(lode, {}, async ({ boss, database }): Promise<Status> => {
      const names = jobs.map((job) => job.name)
      return {
        documents: await stateCounts(database.pool),
        pending: await pendingJobs(database.pool, names),
        deadLetters: await listDeadLetters(boss),
        troubles: await troubles(database.pool),
        channels: await channelTroubles(database.pool),
      }
    })
    if (json) printJson(status)
    else print(...statusText(status))
  })

function statusText({ documents, pending, deadLetters, troubles: known, channels }: Status): string[] {
  const all = documents.reduce((sum, row) => sum + row.documents, 0)
  const canRetry =
    deadLetters.length > 0 || channels.length > 0 || known.some(({ state }) => state === 'failed' || state === 'held')
  // What is restricted is as it should be.
  const isQuiet = !canRetry && known.every(({ state }) => state === 'restricted')
  return [
    `${bold('Documents')}  ${all}: ${documents.map((row) => `${row.documents} ${row.state}`).join(', ') || 'none yet'}`,
    `${bold('Jobs')}       ${pending} under way, ${deadLetters.length} given up`,
    ...deadLetters.map(
      (letter) => `  ${red('×')} ${letter.job} ${dim(JSON.stringify(letter.data))} ${plain(letter.reason)}`,
    ),
    ...known.map(
      (trouble) =>
        `  ${yellow('!')} ${plain(trouble.sourceId)} ${dim(`#${trouble.postmortemId}`)} ${trouble.state}: ${plain(trouble.reason)}`,
    ),
    ...channels.map(
      ({ reason, messages }) => `  ${red('×')} ${counted(messages, 'message')} not delivered: ${plain(reason)}`,
    ),
    ...(isQuiet ? [`${green('✓')} nothing needs you`] : []),
    ...(canRetry ? [dim('npm run lode -- retry   tries again what was given up, failed or held')] : []),
  ]
}
