import { Option } from 'commander'
import { UserError } from '../errors.ts'
import { syncSourceJob } from '../jobs/sync-source.ts'
import { startWorkers } from '../jobs/work.ts'
import { type CommandOf, command } from './command.ts'

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
      const workshop = await lode.openWorkshop()
      const stop = await startWorkers(workshop)
      if (role === 'all') {
        await workshop.boss.schedule(syncSourceJob.name, lode.config.syncCron, {}, { singletonKey: 'sync' })
        await workshop.boss.send(syncSourceJob.name, {}, { singletonKey: 'sync' })
      }
      workshop.log.info(
        { role, source: role === 'all' ? workshop.source.name : undefined, model: workshop.modelName },
        'started',
      )
      const signal = await toldToStop()
      workshop.log.info({ signal }, 'stopping: jobs that are running are finished first')
      await stop()
      await workshop.close()
      workshop.log.info('stopped')
    })

/** A second signal ends the process at once: what is lost then comes back by its heartbeat. */
function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}
