import { constants, type FSWatcher, watch } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { UserError } from '../errors.ts'
import { syncSource, syncSourceJob } from '../jobs/sync-source.ts'
import { startWorkers } from '../jobs/work.ts'
import type { LocalWorkspace, Lode, OpenWorkshop } from '../lode.ts'
import { bold, cyan, dim, green, print } from '../terminal/print.ts'
import { drain } from './backfill.ts'
import { command, withWorkshop } from './command.ts'
import { toldToStop } from './start.ts'
import { banner, offline, printTour } from './tour.ts'

/** What the demo is wired with: on defaults alone, with a workspace to try it in or without. */
export type DemoWiring = {
  readonly wireDemo: (workspace: LocalWorkspace | null) => Lode
  readonly startWorkspace: (port: number, takesCharts: boolean) => Promise<LocalWorkspace>
}

type Options = {
  readonly json?: boolean
  readonly once?: boolean
  readonly port: number
  readonly drop?: string
  readonly nativeCharts?: boolean
}

/** `lode demo`: Lode and a workspace to try it in, live, until it is stopped. */
export function demoCommand({ wireDemo, startWorkspace }: DemoWiring): Command {
  return command('demo', 'Run Lode over the examples in a local workspace that you can try. Needs nothing.', [
    'demo',
    'demo --once',
    'demo --once --json',
  ])
    .option('--once', 'print digests, patterns and opportunities, and exit')
    .option('--port <port>', 'where the workspace listens; any free port unless given', portOf, 0)
    .option('--drop <folder>', 'Markdown files that are put here are published; .lode/drop unless given')
    .option('--native-charts', 'the workspace draws charts itself, as newer ones of Slack do, instead of showing ours')
    .action(async ({ json, once, port, drop, nativeCharts }: Options) => {
      if (once || json) return printTour(wireDemo(null), { json: json === true })
      const workspace = await startWorkspace(port, nativeCharts === true)
      const lode = wireDemo(workspace)
      const options = { address: { memory: true as const }, log: lode.log.child({}, { level: 'silent' }) }
      const watched = drop ?? path.join(lode.config.home, 'drop')
      try {
        await makeFolder(watched)
        print('', banner, dim(offline))
        await withWorkshop(lode, options, (workshop) => live(workshop, workspace, watched))
      } finally {
        await workspace.close()
      }
    })
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535; 0 is any that is free.')
  return port
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.X_OK)
  } catch (error) {
    throw new UserError(`The folder ${folder} can't be watched. Name another with --drop.`, { cause: error })
  }
}

/** Digests appear while the examples are read; then it waits for what people do. */
async function live(workshop: OpenWorkshop, { url }: LocalWorkspace, drop: string): Promise<void> {
  const told = toldToStop()
  print('', `  ${bold('Open')} ${bold(cyan(url))}  ${dim('digests appear there as they are made')}`, '')
  const connection = await workshop.connectSlack?.()
  const stopWorkers = await startWorkers(workshop)
  const stopping = new AbortController()
  const reading = read(workshop, drop, stopping.signal)
  await told
  print('', dim('Stopping…'))
  stopping.abort()
  const watcher = await reading
  watcher?.close()
  await connection?.stop()
  await stopWorkers()
}

/** Reads the examples, says what to try, and watches the folder from then on. Null: it was told to stop before. */
async function read(workshop: OpenWorkshop, drop: string, signal: AbortSignal): Promise<FSWatcher | null> {
  try {
    const reading = syncSource(workshop, signal)
    await drain(workshop, false, reading, signal)
    const { added } = await reading
    print(`${green('✓')} ${added} postmortems are read. Now try, in the workspace:`, ...toTry(drop))
    return publishDropped(workshop, drop)
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}

const toTry = (drop: string): string[] => [
  '',
  `  ${bold('/patterns dynamodb')}         ${dim('what keeps failing, with a chart, as a thread')}`,
  `  ${bold('/patterns all')}              ${dim('all technologies that were asked about, by failure class')}`,
  `  ${bold('/opportunities postgresql')}  ${dim('what would have prevented it: approve, reject, edit')}`,
  `  ${bold('/lode similar checkout timed out after a deploy')}`,
  `  ${bold('👎')} on a digest             ${dim('say why, and see it counted on the app’s Home')}`,
  `  ${bold('@lode patterns kafka')}       ${dim('in any thread')}`,
  '',
  `  Put a Markdown postmortem into ${bold(path.relative('.', drop) || drop)} ${dim('and it is published: DynamoDB and')}`,
  `  ${dim('PostgreSQL in #datastores, everything else in #postmortems.')}`,
  `  ${dim('npm run demo -- --once   prints the whole job here instead.   Ctrl-C stops.')}`,
  '',
]

/** An editor saves in several steps: only the last of them counts. */
const settledMs = 300

/** Reads the folder now, and again whenever something in it changes. */
function publishDropped({ boss, sourceNamed }: OpenWorkshop, drop: string): FSWatcher {
  const source = sourceNamed(`folder:${drop}`).name
  const read = (): void => void boss.send(syncSourceJob.name, { source }, { singletonKey: source })
  let timer: NodeJS.Timeout | undefined
  read()
  return watch(drop, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(read, settledMs)
  })
}
