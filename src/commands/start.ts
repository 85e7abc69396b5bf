import { Option } from 'commander'
import { UserError } from '../errors.ts'
import { embedDigestsJob } from '../jobs/embed-digests.ts'
import { indexDigestsJob } from '../jobs/index-digests.ts'
import { keepWhatIsApproved } from '../jobs/kept-pages.ts'
import { reconcileVotesJob } from '../jobs/reconcile-votes.ts'
import { resumeDeliveriesJob } from '../jobs/resume-deliveries.ts'
import { sendDeliveries } from '../jobs/send-delivery.ts'
import { scheduleSyncs } from '../jobs/sync-schedule.ts'
import { startWorkers } from '../jobs/work.ts'
import type { OpenWorkshop } from '../lode.ts'
import type { Connection } from '../slack/connection.ts'
import { type CommandOf, service, withWorkshop } from './command.ts'

type Role = 'all' | 'worker' | 'app'

/** `lode start`: works in the background and answers Slack until it is told to stop. */
export const startCommand: CommandOf = (wire) =>
  service('start', 'Run everything in one process, or one more worker on a shared database.', [
    'start',
    'start --role worker',
    'start --role app',
  ])
    .addOption(
      new Option(
        '--role <role>',
        'all: everything; worker: only works the queue; app: only answers Slack, and leaves the work to workers',
      )
        .choices(['all', 'worker', 'app'])
        .default('all'),
    )
    .action(async ({ role }: { role: Role }) => {
      const lode = wire()
      if (role !== 'all' && !('url' in lode.config.database)) {
        throw new UserError(
          'The embedded database serves one process. More processes need DATABASE_URL, a PostgreSQL server with pgvector.',
        )
      }
      if (role === 'app' && !lode.config.slack)
        throw new UserError(
          '--role app answers Slack, and none is configured. Set SLACK_BOT_TOKEN; README.md says how.',
        )
      await withWorkshop(lode, {}, (workshop) => workUntilTold(workshop, role, lode.config.syncCron))
    })

async function workUntilTold(workshop: OpenWorkshop, role: Role, syncCron: string): Promise<void> {
  const { log, sources, modelName: model } = workshop
  const told = toldToStop()
  if (role === 'all') await scheduleSyncs(workshop, syncCron)
  const connection = role === 'worker' ? null : await connect(workshop)
  const webhook = role === 'all' && workshop.startWebhook ? await workshop.startWebhook() : null
  if (role === 'all') await keepWhatIsApproved(workshop)
  if (role === 'all') await keepVectors(workshop)
  const stop = role === 'app' ? async () => {} : await startWorkers(workshop)
  log.info(
    {
      role,
      sources: role === 'all' ? sources.map((source) => source.name) : undefined,
      model,
      slack: connection?.address,
      webhook: webhook?.url,
    },
    'started',
  )
  const signal = await told
  log.info({ signal }, 'stopping: jobs that are running are finished first')
  await webhook?.close()
  await connection?.stop()
  await stop()
  log.info('stopped')
}

/** Another embedder comes with a start; whatever it can't do then, and what is published again later, is done by the hour. */
async function keepVectors({ boss }: OpenWorkshop): Promise<void> {
  await boss.send(embedDigestsJob.name, {}, { singletonKey: 'vectors' })
  await boss.schedule(embedDigestsJob.name, '37 * * * *', {}, { singletonKey: 'vectors' })
  await boss.schedule(indexDigestsJob.name, '47 * * * *', {}, { singletonKey: 'vectors' })
}

/** Listens to Slack, and makes up for what was missed: messages that were not delivered, thumbs that nobody saw. */
async function connect(workshop: OpenWorkshop): Promise<Connection | null> {
  const { boss, connectSlack } = workshop
  if (!connectSlack) return null
  const connection = await connectSlack()
  await boss.schedule(reconcileVotesJob.name, '17 * * * *', {}, { singletonKey: 'votes' })
  await boss.send(reconcileVotesJob.name, {}, { singletonKey: 'votes' })
  await boss.schedule(resumeDeliveriesJob.name, '*/5 * * * *')
  await sendDeliveries(workshop)
  return connection
}

/** A second signal ends the process at once: what is lost then comes back by its heartbeat. */
export function toldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
  })
}
