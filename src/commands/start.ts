import { createHash } from 'node:crypto'
import { Option } from 'commander'
import { UserError } from '../errors.ts'
import { syncSourceJob } from '../jobs/sync-source.ts'
import { startWorkers } from '../jobs/work.ts'
import type { OpenWorkshop } from '../lode.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

type Role = 'all' | 'worker'

/** `lode start`: works in the background until it is told to stop. */
export const startCommand: CommandOf = (wire) =>
  command('start', 'Run everything in one process, or one more worker on a shared database.', [
    'start',
    'start --role worker',
  ])
    .addOption(
      new Option('--role <role>', 'all: reads the source, too; worker: only works the queue')
        .choices(['all', 'worker'])
        .default('all'),
    )
    .action(async ({ role }: { role: Role }) => {
      const lode = wire()
      if (role === 'worker' && !('url' in lode.config.database)) {
        throw new UserError(
          'The embedded database serves one process. More workers need DATABASE_URL, a PostgreSQL server with pgvector.',
        )
      }
      await withWorkshop(lode, {}, (workshop) => workUntilTold(workshop, role, lode.config.syncCron))
    })

async function workUntilTold(workshop: OpenWorkshop, role: Role, syncCron: string): Promise<void> {
  const told = toldToStop()
  if (role === 'all') await scheduleSync(workshop, syncCron)
  const stop = await startWorkers(workshop)
  const source = role === 'all' ? workshop.source.name : undefined
  workshop.log.info({ role, source, model: workshop.modelName }, 'started')
  const signal = await told
  workshop.log.info({ signal }, 'stopping: jobs that are running are finished first')
  await stop()
  workshop.log.info('stopped')
}

async function scheduleSync({ boss, source }: OpenWorkshop, syncCron: string): Promise<void> {
  const data = { source: source.name }
  try {
    await boss.schedule(syncSourceJob.name, syncCron, data, { key: keyOf(source.name), singletonKey: source.name })
  } catch (error) {
    throw new UserError(`SYNC_CRON "${syncCron}" is no cron expression. Write one such as */5 * * * *.`, {
      cause: error,
    })
  }
  await boss.send(syncSourceJob.name, data, { singletonKey: source.name })
}

/** A schedule's key may hold letters, digits and dashes only. */
function keyOf(sourceName: string): string {
  return createHash('sha256').update(sourceName).digest('hex').slice(0, 16)
}

/** A second signal ends the process at once: what is lost then comes back by its heartbeat. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}
