import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { requeue } from '../../src/commands/retry.ts'
import { PermanentError } from '../../src/errors.ts'
import { assignDigestsJob } from '../../src/jobs/assign-digests.ts'
import { proposeFor } from '../../src/jobs/fold-opportunities.ts'
import { foldTechnology } from '../../src/jobs/fold-technology.ts'
import { mapPostmortemJob } from '../../src/jobs/map-postmortem.ts'
import { deadLetters, listDeadLetters } from '../../src/jobs/queue.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { opportunitiesOf } from '../../src/store/opportunities.ts'
import { aDocument, aFolder, aQueue, aWorkshop, workOff, workThrough } from '../support/a-workshop.ts'
import { obliging } from '../support/scripted-ask.ts'
import { stored, tablesHolding } from './stored.ts'

const queue = await aQueue()
const { boss } = queue
const { pool } = queue.database

beforeEach(async () => {
  await pool.query('truncate postmortems, answers, reports cascade')
  await boss.deleteAllJobs()
})

describe('one document that can not be stored or read', () => {
  const documents: readonly [string, string, string][] = [
    ['with an impossible date', 'bad.md', aDocument(['Basalt'], 'date: 2024-02-31')],
    ['with an impossible date in its name', '2024-02-31-bad.md', aDocument(['Basalt'], 'severity: SEV2')],
    ['with the year 0', 'bad.md', aDocument(['Basalt'], 'date: 0000-01-01')],
    ['with a NUL character in its front matter', 'bad.md', aDocument(['Basalt'], String.raw`severity: "\0"`)],
    ['with half of an emoji in a fact’s name', 'bad.md', aDocument(['Basalt'], String.raw`"\uD83D": 5`)],
    [
      'with a YAML alias bomb',
      'bad.md',
      aDocument(['Basalt'], ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcd'].map(bomb).join('\n')),
    ],
    ['in UTF-16 with a NUL character', 'bad.md', `\ufeff${aDocument(['Basalt'])}\u0000`],
  ]

  test.each(documents)('%s does not keep the others from being read', async (_, name, content) => {
    const bytes = content.startsWith('\ufeff') ? Buffer.from(content, 'utf16le') : Buffer.from(content)
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), [name]: bytes, 'z.md': aDocument(['Granite']) })
    await workThrough(aWorkshop(queue, { folder }))
    expect((await stored(pool)).map((row) => row.source_id)).toEqual(expect.arrayContaining(['a.md', name, 'z.md']))
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('because its file name is not UTF-8 does not keep the others from being read', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'z.md': aDocument(['Granite']) })
    const latin1 = Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xfc]), Buffer.from('.md')])
    await writeFile(latin1, aDocument(['Basalt']))
    await workThrough(aWorkshop(queue, { folder }))
    expect(await stored(pool)).toHaveLength(3)
    expect(await listDeadLetters(boss)).toEqual([])
  })

  function bomb(line: string, index: number): string {
    const before = String.fromCharCode('a'.charCodeAt(0) + index - 1)
    return line.length > 1 ? line : `${line}: &${line} [${Array(10).fill(`*${before}`).join(', ')}]`
  }
})

test('a job of an older revision that is given up does not fail the revision that replaced it', async () => {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
  const workshop = aWorkshop(queue, { folder })
  await syncSourceJob.run(workshop, {}, new AbortController().signal)
  const [older] = await stored(pool)
  await writeFile(path.join(folder, 'a.md'), aDocument(['Basalt']))
  await syncSourceJob.run(workshop, {}, new AbortController().signal)
  const data = { postmortemId: Number(older?.id), revision: older?.revision }
  await mapPostmortemJob.onGivenUp(workshop, data, 'PermanentError: the document is too long')
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([{ state: 'mapped', reason: null, body: expect.stringContaining('Basalt') }])
})

test('a document whose job is no longer in the queue is mapped when the source is read again', async () => {
  const workshop = aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) })
  await syncSourceJob.run(workshop, {}, new AbortController().signal)
  await boss.deleteAllJobs()
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
})

test('a document that becomes restricted leaves none of its text in the database', async () => {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']).replace('Nobody', 'No wombat') })
  const workshop = aWorkshop(queue, { folder })
  await workThrough(workshop)
  await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz'], 'restricted: true').replace('Nobody', 'No wombat'))
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([{ state: 'restricted' }])
  expect(await tablesHolding(pool, 'wombat')).toEqual([])
})

test('a document that becomes restricted while it is asked about leaves no answer, also when its job dies of it', async () => {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']).replace('Nobody', 'No wombat') })
  const workshop = aWorkshop(queue, {
    folder,
    script: {
      summarization: async (input, options) => {
        await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz'], 'restricted: true'))
        await syncSourceJob.run(workshop, {}, new AbortController().signal)
        return obliging.summarization(input, options)
      },
      classification: () => {
        throw new PermanentError('the worker dies')
      },
    },
  })
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([{ state: 'restricted' }])
  expect(workshop.scripted.asked).toEqual(['summarization', 'classification'])
  expect(await tablesHolding(pool, 'wombat')).toEqual([])
})

test('a document that becomes restricted while it is folded leaves no answer, also when the fold dies of it', async () => {
  const secret = aDocument(['Quartz']).replace('Nobody', 'No wombat')
  const folder = await aFolder({ 'a.md': secret, 'b.md': aDocument(['Quartz']) })
  const asked: string[] = []
  const workshop = aWorkshop(queue, {
    folder,
    script: {
      patterns: async (input, options) => {
        asked.push(JSON.stringify(input))
        await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz'], 'restricted: true'))
        await syncSourceJob.run(workshop, {}, new AbortController().signal)
        return obliging.patterns(input, options)
      },
      assignment: () => {
        throw new PermanentError('the worker dies')
      },
    },
  })
  await workThrough(workshop)
  const technology = workshop.technologies.find(({ id }) => id === 'quartz')
  await expect(technology && foldTechnology(workshop, technology)).rejects.toThrow('the worker dies')
  expect(asked.join()).toContain('wombat')
  expect(await tablesHolding(pool, 'wombat')).toEqual([])
})

describe('a dead letter', () => {
  test('of a lost worker says so', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) })
    await syncSourceJob.run(workshop, {}, new AbortController().signal)
    const [job] = await boss.fetch(mapPostmortemJob.name)
    await pool.query(
      `update pgboss.job set heartbeat_on = now() - interval '1 hour', retry_count = retry_limit where id = $1`,
      [job?.id],
    )
    await pool.query('update pgboss.queue set monitor_on = null, monitor_claim_on = null')
    await boss.supervise(mapPostmortemJob.name)
    expect(await listDeadLetters(boss)).toMatchObject([{ reason: 'the worker was lost' }])
  })

  test('of a document that was mended meanwhile is no longer listed', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, {
      folder,
      script: {
        summarization: (input, options) => {
          if (input.postmortem.body.includes('Quartz')) throw new PermanentError('no')
          return obliging.summarization(input, options)
        },
      },
    })
    await workThrough(workshop)
    await writeFile(path.join(folder, 'a.md'), aDocument(['Basalt']))
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('that was tried again leaves nothing behind in the queue', async () => {
    let isDown = true
    const workshop = aWorkshop(queue, {
      folder: await aFolder({ 'a.md': aDocument(['Quartz']) }),
      script: {
        summarization: (input, options) => {
          if (isDown) throw new PermanentError('no')
          return obliging.summarization(input, options)
        },
      },
    })
    await workThrough(workshop)
    isDown = false
    await requeue(workshop)
    await workOff(workshop)
    const { rows } = await pool.query(`select name, state, output from pgboss.job where name = 'dead-letters'`)
    expect(rows).toEqual([])
  })

  test('that comes while the others are tried again stays', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder() })
    const redriven = vi.spyOn(boss, 'redrive').mockImplementationOnce(async () => {
      await boss.send(deadLetters, { technology: 'quartz' })
      return 0
    })
    await requeue(workshop)
    redriven.mockRestore()
    expect(await listDeadLetters(boss)).toMatchObject([{ data: { technology: 'quartz' } }])
  })

  test('of more than a thousand is tried again like the first', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder() })
    await pool.query(
      `insert into pgboss.job (name, data, singleton_key, source_name)
       select $1, '{"technology": "quartz"}', n, $2 from generate_series(1, 1001) n`,
      [deadLetters, assignDigestsJob.name],
    )
    expect(await requeue(workshop)).toMatchObject({ jobs: 1_001 })
    await boss.deleteAllJobs()
  })
})

test('opportunities that people have decided on are not proposed again by the same patterns', async () => {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz'], 'date: 2024-04-01') })
  const workshop = aWorkshop(queue, { folder })
  await workThrough(workshop)
  const [quartz] = workshop.technologies
  if (!quartz) throw new Error('the workshop knows Quartz')
  await foldTechnology(workshop, quartz)
  await proposeFor(workshop, quartz)
  await pool.query(`update opportunities set state = 'rejected', decided_by = 'U1', decided_at = now()`)
  await proposeFor(workshop, quartz)
  expect(await opportunitiesOf(pool, 'quartz')).toMatchObject([{ state: 'rejected' }])
})
