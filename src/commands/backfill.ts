import { setTimeout as pause } from 'node:timers/promises'
import { embedDigestsJob } from '../jobs/embed-digests.ts'
import { mapPostmortemJob } from '../jobs/map-postmortem.ts'
import { listDeadLetters, secondsUntilNext } from '../jobs/queue.ts'
import { type Synced, syncSource } from '../jobs/sync-source.ts'
import { startWorkers } from '../jobs/work.ts'
import type { OpenWorkshop } from '../lode.ts'
import { databaseNow, type Usage, usageSince } from '../store/answers.ts'
import { stateCounts } from '../store/ledger.ts'
import { dim, green, plain, print, printJson, red, yellow } from '../terminal/print.ts'
import { startProgress } from '../terminal/progress.ts'
import { counted, isBuiltIn, modelLine } from '../words.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

/** `lode backfill`: reads the source and maps all that is new or changed. Run it again after any interruption. */
export const backfillCommand: CommandOf = (wire) =>
  command('backfill', 'Read every postmortem of the source and digest what is new or changed. Resumable.', [
    'backfill',
    'backfill ./postmortems',
  ])
    .argument('[folder]', 'a folder of Markdown files instead of the configured source')
    .action(async (folder: string | undefined, { json }: { json?: boolean }) => {
      const lode = wire()
      const options = { ...(folder !== undefined && { folder }), log: lode.log.child({}, { level: 'silent' }) }
      const result = await withWorkshop(lode, options, (workshop) => backfill(workshop, { quiet: json === true }))
      if (result.givenUp.length > 0) process.exitCode = 1
      if (json) printJson(result)
      else print(...backfillText(result, lode.modelName))
    })

export type WorkedOff = {
  readonly documents: Readonly<Record<string, number>>
  readonly usage: Usage
  readonly seconds: number
  /** Not 0: what is left has to wait so long for the model. */
  readonly waitSeconds: number
  /** Jobs that were given up in this run. */
  readonly givenUp: readonly { readonly job: string; readonly reason: string }[]
}

/** Reads the workshop's source in this process and works the queue until nothing is left of it. */
export async function backfill(
  workshop: OpenWorkshop,
  { quiet }: { quiet: boolean },
): Promise<WorkedOff & { synced: Synced }> {
  let synced: Synced = { added: 0, changed: 0, unchanged: 0, withdrawn: 0 }
  const worked = await workOff(workshop, quiet, async () => {
    await workshop.boss.send(embedDigestsJob.name, {}, { singletonKey: 'vectors' })
    for (const source of workshop.sources) synced = sumOf(synced, await syncSource({ ...workshop, source }))
  })
  return { ...worked, synced }
}

/** Works the queue in this process while `meanwhile` runs and until nothing is left. */
export async function workOff(
  workshop: OpenWorkshop,
  quiet: boolean,
  meanwhile: () => Promise<void> = async () => {},
): Promise<WorkedOff> {
  const { boss, database } = workshop
  const since = await databaseNow(database.pool)
  const started = performance.now()
  const stop = await startWorkers(workshop)
  let waitSeconds = 0
  try {
    waitSeconds = await drain(workshop, quiet, meanwhile())
  } finally {
    await stop()
  }
  const documents = Object.fromEntries((await stateCounts(database.pool)).map((row) => [row.state, row.documents]))
  const usage = await usageSince(database.pool, since)
  const givenUp = (await listDeadLetters(boss))
    .filter(({ at }) => at >= since)
    .map(({ job, reason }) => ({ job, reason }))
  return { documents, usage, seconds: (performance.now() - started) / 1_000, givenUp, waitSeconds }
}

/** Nobody watches a terminal for longer: what waits then is mapped by the next run, or by a worker. */
const longestWaitSeconds = 120

/**
 * Shows how far the work is, from when its reading begins. Resolves when that has ended and nothing is left to do, to 0,
 * or when what is left must wait for long, to the seconds. Rejects as soon as the reading does.
 */
export async function drain(
  { database }: OpenWorkshop,
  quiet: boolean,
  reading: Promise<unknown>,
  signal?: AbortSignal,
): Promise<number> {
  let isRead = false
  const end = (): void => {
    isRead = true
  }
  reading.then(end, end)
  const progress = startProgress('Digesting postmortems', quiet)
  const names = [mapPostmortemJob.name]
  for (;;) {
    signal?.throwIfAborted()
    if (isRead) await reading
    const mayEnd = isRead
    const next = await secondsUntilNext(database.pool, names)
    const states = await stateCounts(database.pool)
    const all = states.reduce((sum, row) => sum + row.documents, 0)
    const waiting = states.find((row) => row.state === 'waiting')?.documents ?? 0
    progress.show(all - waiting, mayEnd ? all : null, next !== null && next > 1 ? `waiting ${Math.ceil(next)} s` : '')
    if (mayEnd && (next === null || next > longestWaitSeconds)) {
      progress.done()
      return Math.ceil(next ?? 0)
    }
    await pause(150)
  }
}

function sumOf(one: Synced, other: Synced): Synced {
  return {
    added: one.added + other.added,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    withdrawn: one.withdrawn + other.withdrawn,
  }
}

export function backfillText(
  { documents, usage, seconds, givenUp, waitSeconds, synced }: WorkedOff & { synced?: Synced },
  modelName: string,
): string[] {
  const states = Object.entries(documents).map(([state, count]) => `${count} ${state}`)
  const calls =
    usage.calls === 0 ? 'no model call' : counted(usage.calls, isBuiltIn(modelName) ? 'stage answer' : 'model call')
  const cost =
    usage.costUsd > 0
      ? `, ${(usage.inputTokens + usage.outputTokens).toLocaleString('en')} tokens, $${usage.costUsd.toFixed(2)}`
      : ''
  return [
    `${givenUp.length === 0 ? green('✓') : yellow('!')} ${states.join(', ') || 'no document'} in ${seconds.toFixed(1)} s; ${calls}${cost}; ${modelLine(modelName)}`,
    ...(synced ? [dim(`  this run: ${syncedText(synced)}`)] : []),
    ...(waitSeconds > 0
      ? [
          yellow(
            `! The rest waits for the model's quota, about ${Math.ceil(waitSeconds / 60)} min. Run this again then; nothing is lost.`,
          ),
        ]
      : []),
    ...givenUp.map(({ job, reason }) => `${red('×')} ${job} was given up: ${plain(reason)}`),
    ...(givenUp.length > 0 ? [yellow('  npm run lode -- retry   tries them again')] : []),
  ]
}

function syncedText({ added, changed, unchanged, withdrawn }: Synced): string {
  return `${added} new, ${changed} changed, ${unchanged} unchanged, ${withdrawn} withdrawn`
}
