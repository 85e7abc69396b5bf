import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { folderSource } from '../src/folder/folder-source.ts'
import { mapPostmortemJob } from '../src/jobs/map-postmortem.ts'
import { pendingJobs, startQueue } from '../src/jobs/queue.ts'
import { nowhere } from '../src/jobs/routing.ts'
import { syncSourceJob } from '../src/jobs/sync-source.ts'
import { createQueues, startWorkers } from '../src/jobs/work.ts'
import { offlineEmbedder } from '../src/offline/offline-embedder.ts'
import { askModel } from '../src/pipeline/ask.ts'
import { readTechnologies } from '../src/pipeline/technologies.ts'
import { remember } from '../src/store/answers.ts'
import { openDatabase } from '../src/store/database.ts'
import { technologyCounts } from '../src/store/digests.ts'
import { foldBench } from './fold-bench.ts'
import { limiterBench } from './limiter-bench.ts'
import { notionBench } from './notion-bench.ts'
import { similarBench } from './similar-bench.ts'
import { slackBench } from './slack-bench.ts'
import { benchDocument, standInModel } from './stand-in-model.ts'
import { storedBench } from './stored-bench.ts'

/**
 * What Lode itself costs, against a stand-in model with a fixed latency: the ratio of the time taken to the time that
 * the model alone would need. Embedded database unless DATABASE_URL is set (its tables are used: give it an empty one).
 */

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000' },
    latency: { type: 'string', default: '250' },
    only: { type: 'string' },
  },
})
const parts = ['documents', 'slack', 'limiter', 'notion', 'fold', 'similar', 'stored'] as const
const asked = values.only === undefined ? parts : [z.enum(parts).parse(values.only)]
const documents = Number(values.documents)
const latencyMs = Number(values.latency)
/** summarization, classification, attribution, analyzer: one after the other, technologies side by side. */
const callsInARow = 4

const { technologyFiles, database: address } = readConfig()
const database = await openDatabase('url' in address ? address : { memory: true })
const folder = await mkdtemp(path.join(tmpdir(), 'lode-bench-'))
const boss = await startQueue(database)
await createQueues(boss)
const model = standInModel(latencyMs)
const workshop = {
  database,
  boss,
  ask: remember(database.pool, () => model.nameOf('small'), askModel(model)),
  modelName: model.nameOf('small'),
  embedder: offlineEmbedder,
  source: folderSource(folder),
  sources: [folderSource(folder)],
  sourceNamed: () => folderSource(folder),
  technologies: readTechnologies(technologyFiles),
  roster: [],
  notifier: null,
  library: null,
  routing: nowhere,
  now: () => new Date(),
  log: pino({ level: 'silent' }),
}

let peakBytes = 0
const watch = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
}, 200)

/** Writes documents, reads the source and waits until all are mapped. Resolves to seconds. */
async function publish(from: number, count: number): Promise<number> {
  for (let index = from; index < from + count; index++) {
    const sub = path.join(folder, String(Math.floor(index / 100)))
    await mkdir(sub, { recursive: true })
    await writeFile(path.join(sub, `${index}.md`), benchDocument(index))
  }
  const started = performance.now()
  await boss.send(syncSourceJob.name, {})
  while ((await pendingJobs(database.pool, [syncSourceJob.name, mapPostmortemJob.name])) > 0) await pause(20)
  return (performance.now() - started) / 1_000
}

const print = (name: string, text: string): void => {
  process.stdout.write(`${name.padEnd(26)} ${text}\n`)
}

async function documentsBench(): Promise<void> {
  const stop = await startWorkers(workshop)
  await publish(0, 1) // the first run pays for opening files and compiling
  const single = await publish(1, 1)
  const before = { calls: model.calls(), tokens: model.tokens() }
  const many = await publish(2, documents)
  const digests = (await technologyCounts(database.pool)).reduce((sum, row) => sum + row.incidents, 0)
  const idealSingle = (callsInARow * latencyMs) / 1_000
  const idealMany = (Math.ceil(documents / mapPostmortemJob.concurrency) * callsInARow * latencyMs) / 1_000

  print(
    'one document',
    `${single.toFixed(2)} s, ${(single / idealSingle).toFixed(2)} × the model's own ${idealSingle.toFixed(2)} s`,
  )
  print(
    `${documents} documents`,
    `${many.toFixed(1)} s, ${(many / idealMany).toFixed(2)} × the model's own ${idealMany.toFixed(1)} s at ${mapPostmortemJob.concurrency} side by side`,
  )
  print('throughput', `${(documents / many).toFixed(1)} documents/s`)
  print('memory', `${Math.round(peakBytes / 1e6)} MB resident at most`)
  print('digests', String(digests))
  print('calls per digest', ((model.calls() - before.calls) / (2 * documents)).toFixed(2))
  print('tokens per digest', String(Math.round((model.tokens() - before.tokens) / (2 * documents))))
  await stop()
}

print('database', 'url' in address ? 'PostgreSQL server' : 'embedded, in memory')
print('model', `stand-in, ${latencyMs} ms a call, ${callsInARow} calls in a row`)
if (asked.includes('documents')) await documentsBench()
if (asked.includes('slack'))
  await slackBench(workshop, print, async (listening) => {
    const stop = await startWorkers(listening)
    await publish(2 + documents, documents)
    await stop()
  })
if (asked.includes('limiter')) await limiterBench(print)
if (asked.includes('fold')) await foldBench(workshop, print)
if (asked.includes('notion')) await notionBench(workshop, print, callsInARow * latencyMs)
if (asked.includes('similar')) await similarBench(database, print)
if (asked.includes('stored')) await storedBench(workshop, print)

clearInterval(watch)
await boss.stop({ graceful: true, timeout: 10_000 })
await database.close()
await rm(folder, { recursive: true })
