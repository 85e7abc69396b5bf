import { z } from 'zod'
import { everything } from '../src/domain.ts'
import type { Workshop } from '../src/jobs/job.ts'
import { contentsOf } from '../src/jobs/publish-report.ts'
import { latestReport, readReport, saveReport } from '../src/store/reports.ts'
import { rows, run, sql } from '../src/store/sql.ts'
import { manyDigests } from '../test/support/many-digests.ts'

const digests = 10_000
const patterns = 20

/** How soon a stored one-pager over ten thousand digests is there to be posted. */
export async function storedBench(workshop: Workshop, print: (name: string, text: string) => void): Promise<void> {
  const { pool } = workshop.database
  await run(pool, sql`truncate postmortems, posts, reports cascade`)
  await manyDigests(pool, digests)
  const technology = { id: 'dynamodb', name: 'DynamoDB' }
  const found = await rows(pool, z.object({ id: z.coerce.number() }), sql`select id from digests order by id`)
  const memberships = Array.from({ length: patterns }, (_, index) => ({
    theme: {
      name: `Pattern ${index}`,
      criterion: `Was it ${index}?`,
      failureClass: 'software_bug' as const,
      description: `It was ${index}.`,
      digestIds: [],
    },
    line: null,
    memberIds: found.map(({ id }) => id).filter((id) => id % patterns === index || id % 37 === index),
  }))
  await saveReport(pool, { technology: technology.id, basis: 'bench', model: 'bench', answerKeys: [] }, memberships)
  await run(pool, sql`analyze`)
  const stored = await latestReport(pool, technology.id)
  if (!stored) throw new Error('the report was not stored')
  const question = { technology, since: null, refresh: false, askedBy: 'U1', progress: { state: 'done' as const } }
  const read = await timed(() => readReport(pool, technology, stored, everything))
  const told = await timed((index) => contentsOf(workshop, stored, question, `report:${index}`))
  print('stored', `${digests} digests in ${patterns} patterns`)
  print('', `counted: ${read}`)
  print('', `with its messages: ${told}`)
}

async function timed(work: (index: number) => Promise<unknown>): Promise<string> {
  const milliseconds: number[] = []
  for (let index = 0; index < 20; index++) {
    const started = performance.now()
    await work(index)
    milliseconds.push(performance.now() - started)
  }
  milliseconds.sort((a, b) => a - b)
  return `${milliseconds[10]?.toFixed(0)} ms in the middle, ${milliseconds.at(-1)?.toFixed(0)} ms at most`
}
