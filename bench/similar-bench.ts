import { z } from 'zod'
import { type Database, transaction } from '../src/store/database.ts'
import { type Neighbour, similarTo } from '../src/store/neighbours.ts'
import { one, run, sql } from '../src/store/sql.ts'
import { keepVectorIndex, scannedAtMost } from '../src/store/vector-index.ts'
import { manyDigests } from '../test/support/many-digests.ts'

const sizes = [10_000, 50_000, 100_000]
const questions = 40
const wanted = { least: 0.1, limit: 5, isPast: false }

type Print = (name: string, text: string) => void

/** How long similar incidents are looked for, by comparing all and by index, and how many of the exact five the index finds. */
export async function similarBench({ pool, url }: Database, print: Print): Promise<void> {
  if (url === null)
    return print('similar', 'left out: it needs a server. .ci/with-postgres npm run bench -- --only similar')
  print(
    'similar',
    `${questions} questions for ${wanted.limit} incidents, 30 % of the vectors are of incidents that may not be shown`,
  )
  for (const size of sizes) {
    await run(pool, sql`truncate postmortems, posts cascade`)
    await run(pool, sql`drop index if exists digests_embedding_nearest`)
    await manyDigests(pool, size)
    await run(pool, sql`vacuum analyze digests`)
    const { first } = await one(
      pool,
      z.object({ first: z.coerce.number() }),
      sql`select min(postmortem_id) as first from digests`,
    )
    const asked = Array.from({ length: questions }, (_, index) => first + Math.floor((index * size) / questions))
    const ask = () => timed(asked, (id) => transaction(pool, (tx) => similarTo(tx, id, wanted)))
    const exact = await ask()
    print(`${size} vectors`, `chosen: ${size > scannedAtMost ? 'by index' : 'all compared'}`)
    print('', `all compared: ${inWords(exact.milliseconds)}`)
    const started = performance.now()
    await keepVectorIndex(pool, size - 1)
    const seconds = (performance.now() - started) / 1_000
    await ask() // the first questions read the index into memory
    const byIndex = await ask()
    const { bytes } = await one(
      pool,
      z.object({ bytes: z.coerce.number() }),
      sql`select pg_relation_size('digests_embedding_nearest') as bytes`,
    )
    print(
      '',
      `by index: ${inWords(byIndex.milliseconds)}, recall@5 ${recall(exact.found, byIndex.found).toFixed(3)}; built in ${seconds.toFixed(0)} s, ${Math.round(bytes / 1e6)} MB`,
    )
  }
}

async function timed(asked: readonly number[], ask: (id: number) => Promise<Neighbour[]>) {
  const found: Neighbour[][] = []
  const milliseconds: number[] = []
  for (const id of asked) {
    const started = performance.now()
    found.push(await ask(id))
    milliseconds.push(performance.now() - started)
  }
  return { found, milliseconds: milliseconds.sort((a, b) => a - b) }
}

function inWords(sorted: readonly number[]): string {
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

function recall(exact: readonly Neighbour[][], found: readonly Neighbour[][]): number {
  const hits = exact.flatMap((neighbours, index) =>
    neighbours.filter((one) => found[index]?.some(({ postmortemId }) => postmortemId === one.postmortemId)),
  )
  return hits.length / exact.flat().length
}
