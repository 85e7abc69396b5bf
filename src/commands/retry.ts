import type { Workshop } from '../jobs/job.ts'
import { sendMap } from '../jobs/map-postmortem.ts'
import { deadLetters } from '../jobs/queue.ts'
import { sendDeliveries } from '../jobs/send-delivery.ts'
import { databaseNow, forgetHeld } from '../store/answers.ts'
import { transaction } from '../store/database.ts'
import { reopenPosts } from '../store/outbox.ts'
import { reopen } from '../store/postmortems.ts'
import { print, printJson } from '../terminal/print.ts'
import { counted } from '../words.ts'
import { backfillText, workOff } from './backfill.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

/** `lode retry`: does again what was given up, failed or held back. */
export const retryCommand: CommandOf = (wire) =>
  command('retry', 'Try again what was given up, failed or held back for a curator.', ['retry']).action(
    async ({ json }: { json?: boolean }) => {
      const lode = wire()
      const result = await withWorkshop(lode, { log: lode.log.child({}, { level: 'silent' }) }, async (workshop) => {
        const again = await requeue(workshop)
        if (!json) print(`${counted(again.jobs, 'job')} and ${counted(again.documents, 'document')} are tried again.`)
        return { ...again, ...(await workOff(workshop, json === true)) }
      })
      if (json) printJson(result)
      else print(...backfillText(result, lode.modelName))
    },
  )

/** Dead letters go back to their queues, messages to their channels; failed and held documents are mapped anew, their refused answers forgotten. */
export async function requeue(workshop: Workshop): Promise<{ jobs: number; documents: number; messages: number }> {
  const { boss, database } = workshop
  const documents = await transaction(database.pool, async (tx) => {
    await forgetHeld(tx)
    const reopened = await reopen(tx)
    for (const { id, revision } of reopened) {
      await sendMap(tx, boss, id, revision)
    }
    return reopened.length
  })
  const jobs = await redriven(boss, await databaseNow(database.pool))
  // What could not go back, for its like waits already. What was given up meanwhile stays.
  await boss.deleteStoredJobs(deadLetters)
  const messages = await reopenPosts(database.pool)
  await sendDeliveries(workshop)
  return { jobs, documents, messages }
}

/** Some at a time; not what is given up again meanwhile. */
async function redriven(boss: Workshop['boss'], createdBefore: Date): Promise<number> {
  const moved = await boss.redrive(deadLetters, { createdBefore })
  return moved === 0 ? 0 : moved + (await redriven(boss, createdBefore))
}
