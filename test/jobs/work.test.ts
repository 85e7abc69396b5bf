import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { requeue } from '../../src/commands/retry.ts'
import { BusyError, PermanentError, UserError } from '../../src/errors.ts'
import { foldPatternsJob } from '../../src/jobs/fold-patterns.ts'
import { mapPostmortemJob } from '../../src/jobs/map-postmortem.ts'
import { listDeadLetters } from '../../src/jobs/queue.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { startWorkers } from '../../src/jobs/work.ts'
import { digestsOf } from '../../src/store/digests.ts'
import {
  aDocument,
  aFolder,
  aQueue,
  aWorkshop,
  type ScriptedWorkshop,
  workOff,
  workOnce,
  workThrough,
} from '../support/a-workshop.ts'
import { obliging, type Script } from '../support/scripted-ask.ts'
import { stored } from './stored.ts'

const queue = await aQueue()
const { boss } = queue
const { pool } = queue.database

beforeEach(async () => {
  await pool.query('truncate postmortems, answers, reports cascade')
  await boss.deleteAllJobs()
})

/** A workshop over one document about Quartz. */
async function aQuartzWorkshop(script: Script = {}): Promise<ScriptedWorkshop & { file: string }> {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
  return { ...aWorkshop(queue, { folder, script }), file: path.join(folder, 'a.md') }
}

/** Fails as often as told, then answers. */
function failing(error: Error, times = Number.POSITIVE_INFINITY): Required<Pick<Script, 'summarization'>> {
  let left = times
  return {
    summarization: (input, options) => {
      left -= 1
      if (left >= 0) throw error
      return obliging.summarization(input, options)
    },
  }
}

/** Stores the documents of the source, each with its job. */
async function sync(workshop: ScriptedWorkshop): Promise<void> {
  await syncSourceJob.run(workshop, {}, new AbortController().signal)
}

describe('a job whose model fails', () => {
  test('is tried again after growing pauses, and succeeds when the model does', async () => {
    const workshop = await aQuartzWorkshop(failing(new Error('throttled'), 3))
    await sync(workshop)
    for (const shortest of [2, 4, 8]) {
      await workOnce(workshop)
      const { rows } = await pool.query(
        `select state, extract(epoch from start_after - now())::float8 as pause from pgboss.job where name = $1`,
        [mapPostmortemJob.name],
      )
      expect(rows).toEqual([{ state: 'retry', pause: expect.any(Number) }])
      expect(rows[0]?.pause).toBeGreaterThan(shortest - 1)
      expect(rows[0]?.pause).toBeLessThanOrEqual(2 * shortest)
      expect(await stored(pool)).toMatchObject([{ state: 'waiting', reason: null }])
      await pool.query(`update pgboss.job set start_after = now() where state = 'retry'`)
    }
    await workOnce(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(workshop.scripted.count('summarization')).toBe(4)
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('is given up after its last try: the document says why, and the job is a dead letter', async () => {
    const workshop = await aQuartzWorkshop(failing(new Error('the model is gone')))
    await workThrough(workshop)
    expect(workshop.scripted.count('summarization')).toBe(1 + mapPostmortemJob.retryLimit)
    const [document] = await stored(pool)
    expect(document).toMatchObject({ state: 'failed', reason: 'Error: the model is gone' })
    expect(await listDeadLetters(boss)).toEqual([
      {
        id: expect.any(String),
        job: mapPostmortemJob.name,
        data: { postmortemId: Number(document?.id), revision: document?.revision },
        reason: 'Error: the model is gone',
        at: expect.any(Date),
      },
    ])
  })

  test('goes on from the answers that it has', async () => {
    let isDown = true
    const workshop = await aQuartzWorkshop({
      analyzer: (input, options) => {
        if (isDown) throw new Error('throttled')
        return obliging.analyzer(input, options)
      },
    })
    await sync(workshop)
    await workOnce(workshop)
    isDown = false
    await workOff(workshop)
    expect(workshop.scripted.asked).toEqual(['summarization', 'classification', 'attribution', 'analyzer', 'analyzer'])
    expect(await digestsOf(pool, 'quartz')).toHaveLength(1)
  })

  test('because it is busy waits at least as long as it says, and loses none of its tries', async () => {
    const workshop = await aQuartzWorkshop(failing(new BusyError('the day’s tokens are used up', 3_600), 7))
    await sync(workshop)
    for (let postponed = 1; postponed <= 7; postponed++) {
      await workOnce(workshop)
      const { rows } = await pool.query(
        `select retry_count as tries, extract(epoch from start_after - now())::float8 as pause from pgboss.job
         where name = $1 and state < 'active'`,
        [mapPostmortemJob.name],
      )
      expect(rows).toEqual([{ tries: 0, pause: expect.any(Number) }])
      expect(rows[0]?.pause).toBeGreaterThan(3_600 - 10)
      expect(rows[0]?.pause).toBeLessThan(2 * 3_600)
      expect(await stored(pool)).toMatchObject([{ state: 'waiting' }])
      await pool.query(`update pgboss.job set start_after = now() where state = 'created'`)
    }
    await workOff(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(workshop.scripted.count('summarization')).toBe(8)
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('does not keep others from being done', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt']) })
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
    expect(await stored(pool)).toMatchObject([{ state: 'failed' }, { state: 'mapped' }])
  })

  test.each([new PermanentError('the document is too long'), new UserError('name another model')])(
    'with a $name is given up at once',
    async (error) => {
      const workshop = await aQuartzWorkshop(failing(error))
      await workThrough(workshop)
      expect(workshop.scripted.count('summarization')).toBe(1)
      expect(await stored(pool)).toMatchObject([{ state: 'failed', reason: `${error.name}: ${error.message}` }])
      expect(await listDeadLetters(boss)).toMatchObject([{ reason: `${error.name}: ${error.message}` }])
    },
  )
})

describe('what was given up', () => {
  test('is done when it is tried again and the model is back', async () => {
    const workshop = await aQuartzWorkshop(failing(new PermanentError('the model is gone'), 1))
    await workThrough(workshop)
    expect(await requeue(workshop)).toMatchObject({ documents: 1 })
    expect(await stored(pool)).toMatchObject([{ state: 'waiting', reason: null }])
    await workOff(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped', reason: null }])
    expect(await listDeadLetters(boss)).toEqual([])
  })

  test('comes back as a dead letter when it fails again', async () => {
    const workshop = await aQuartzWorkshop(failing(new PermanentError('the model is gone')))
    await workThrough(workshop)
    await requeue(workshop)
    await workOff(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'failed' }])
    expect(await listDeadLetters(boss)).toHaveLength(1)
  })

  test('of another kind of job goes back to its own queue', async () => {
    const workshop = await aQuartzWorkshop()
    await boss.send(foldPatternsJob.name, { technology: 'quarz' })
    await workOff(workshop)
    expect(await listDeadLetters(boss)).toMatchObject([
      { job: foldPatternsJob.name, data: { technology: 'quarz' }, reason: expect.stringContaining('quartz') },
    ])
    expect(await requeue(workshop)).toEqual({ jobs: 1, documents: 0, messages: 0 })
    const { rows } = await pool.query(`select data from pgboss.job where name = $1 and state = 'created'`, [
      foldPatternsJob.name,
    ])
    expect(rows).toEqual([{ data: { technology: 'quarz' } }])
  })

  test('and was held back is asked anew: its answers were refused', async () => {
    let isSound = false
    const workshop = await aQuartzWorkshop({
      analyzer: (input, options) => (isSound ? obliging.analyzer(input, options) : { sentences: [] }),
    })
    await workThrough(workshop)
    expect(await digestsOf(pool, 'quartz')).toEqual([])
    isSound = true
    await requeue(workshop)
    await workOff(workshop)
    expect(await digestsOf(pool, 'quartz')).toHaveLength(1)
    expect(workshop.scripted.asked).toEqual(['summarization', 'classification', 'attribution', 'analyzer', 'analyzer'])
  })
})

describe('a job of a worker that was lost', () => {
  /** Takes the job as a worker does, and is never heard of again: its next heartbeat is an hour late. */
  async function lose(retryCount = 0): Promise<void> {
    const [job] = await boss.fetch(mapPostmortemJob.name)
    await pool.query(`update pgboss.job set heartbeat_on = now() - interval '1 hour', retry_count = $2 where id = $1`, [
      job?.id,
      retryCount,
    ])
    // The queue looks for lost workers every few seconds; it looks now when it never did before.
    await pool.query('update pgboss.queue set monitor_on = null, monitor_claim_on = null')
    await boss.supervise(mapPostmortemJob.name)
  }

  test('is done by another one', async () => {
    const workshop = await aQuartzWorkshop()
    await sync(workshop)
    await lose()
    await workOff(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(workshop.scripted.count('summarization')).toBe(1)
  })

  test('on its last try is a dead letter, and is done when it is tried again', async () => {
    const workshop = await aQuartzWorkshop()
    await sync(workshop)
    await lose(mapPostmortemJob.retryLimit)
    expect(await listDeadLetters(boss)).toMatchObject([{ job: mapPostmortemJob.name, reason: expect.any(String) }])
    await requeue(workshop)
    await workOff(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(await listDeadLetters(boss)).toEqual([])
  })
})

describe('a job', () => {
  test('that is running is finished before the workers have stopped', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>()
    const workshop = await aQuartzWorkshop({
      summarization: async (input, options) => {
        await mayAnswer
        return obliging.summarization(input, options)
      },
    })
    await sync(workshop)
    const stop = await startWorkers(workshop)
    await vi.waitUntil(() => workshop.scripted.count('summarization') === 1, { timeout: 100_000 })
    let isStopped = false
    const stopping = stop().then(() => {
      isStopped = true
    })
    await pool.query('select 1')
    expect(isStopped).toBe(false)
    letAnswer()
    await stopping
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
  })

  test('of a revision that was replaced meanwhile does nothing', async () => {
    const workshop = await aQuartzWorkshop()
    await sync(workshop)
    const [older] = await stored(pool)
    await writeFile(workshop.file, aDocument(['Basalt']))
    await sync(workshop)
    const data = { postmortemId: Number(older?.id), revision: older?.revision }
    await mapPostmortemJob.run(workshop, data, new AbortController().signal)
    expect(workshop.scripted.asked).toEqual([])
    await workOff(workshop)
    expect(await digestsOf(pool, 'quartz')).toEqual([])
    expect(await digestsOf(pool, 'basalt')).toHaveLength(1)
  })

  test('of a revision that is replaced while it runs stores nothing of it', async () => {
    const workshop = await aQuartzWorkshop({
      analyzer: async (input, options) => {
        if (input.technology.id === 'quartz') {
          await writeFile(workshop.file, aDocument(['Basalt']))
          await sync(workshop)
        }
        return obliging.analyzer(input, options)
      },
    })
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped', body: expect.stringContaining('Basalt') }])
    expect(await digestsOf(pool, 'quartz')).toEqual([])
    expect(await digestsOf(pool, 'basalt')).toHaveLength(1)
  })

  test('of a document that is gone meanwhile leaves it withdrawn', async () => {
    const workshop = await aQuartzWorkshop()
    await sync(workshop)
    await rm(workshop.file)
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ withdrawn_at: expect.any(Date) }])
    expect(await digestsOf(pool, 'quartz')).toEqual([])
  })

  test('that an older version sent with other data is a dead letter with the reason', async () => {
    const workshop = await aQuartzWorkshop()
    await boss.send(mapPostmortemJob.name, { postmortem: 'a.md' })
    await workOff(workshop)
    expect(await listDeadLetters(boss)).toMatchObject([
      { data: { postmortem: 'a.md' }, reason: expect.stringContaining('postmortemId') },
    ])
  })

  test('passes its signal on to whom it asks', async () => {
    const controller = new AbortController()
    const workshop = await aQuartzWorkshop({
      summarization: (_, { signal }) => {
        controller.abort(new Error('told to stop'))
        signal?.throwIfAborted()
        return {}
      },
    })
    await sync(workshop)
    const [document] = await stored(pool)
    const data = { postmortemId: Number(document?.id), revision: document?.revision }
    await expect(mapPostmortemJob.run(workshop, data, controller.signal)).rejects.toThrow('told to stop')
    expect(await stored(pool)).toMatchObject([{ state: 'waiting' }])
  })
})

test('workers of one database share the work, each document once', async () => {
  const files = Array.from({ length: 12 }, (_, index) => [
    `${index}.md`,
    `${aDocument(['Quartz'])}\nNumber ${index}.\n`,
  ])
  const workshop = aWorkshop(queue, { folder: await aFolder(Object.fromEntries(files)) })
  await sync(workshop)
  const stops = await Promise.all([startWorkers(workshop), startWorkers(workshop)])
  await vi.waitUntil(async () => (await stored(pool)).every((row) => row.state === 'mapped'), { timeout: 100_000 })
  for (const stop of stops) await stop()
  expect(workshop.scripted.count('summarization')).toBe(12)
  expect(await digestsOf(pool, 'quartz')).toHaveLength(12)
})
