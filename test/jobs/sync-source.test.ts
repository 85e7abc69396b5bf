import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import { mapPostmortemJob } from '../../src/jobs/map-postmortem.ts'
import { syncItem } from '../../src/jobs/sync-item.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { digestsOf } from '../../src/store/digests.ts'
import { ledgerFor } from '../../src/store/ledger.ts'
import { unreadableIds } from '../../src/store/revisions.ts'
import { aDocument, aFolder, aQueue, aWorkshop, type ScriptedWorkshop, workThrough } from '../support/a-workshop.ts'
import { stored, tablesHolding } from './stored.ts'

const queue = await aQueue()
const { pool } = queue.database

beforeEach(async () => {
  await pool.query('truncate postmortems, answers, reports cascade')
  await queue.boss.deleteAllJobs()
})

async function sync(workshop: ScriptedWorkshop): Promise<void> {
  await syncSourceJob.run(workshop, {}, new AbortController().signal)
}

async function mapJobs(): Promise<unknown[]> {
  const { rows } = await pool.query('select data from pgboss.job where name = $1 order by created_on, id', [
    mapPostmortemJob.name,
  ])
  return rows.map((row) => row.data)
}

describe('what is new in the source', () => {
  test('is stored as waiting, each with a job that maps this revision', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b/c.md': aDocument(['Basalt']) })
    await sync(aWorkshop(queue, { folder }))
    const documents = await stored(pool)
    expect(documents).toMatchObject([
      { source_id: 'a.md', state: 'waiting', title: 'The checkout was slow', severity: 'SEV2' },
      { source_id: 'b/c.md', state: 'waiting', source: `folder:${folder}` },
    ])
    expect(new Set(await mapJobs())).toEqual(
      new Set(documents.map(({ id, revision }) => ({ postmortemId: Number(id), revision }))),
    )
  })

  test('is not stored when its job can not be sent', async () => {
    await pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room in the queue'; end $$;
      create trigger refuse before insert on pgboss.job for each row execute function refuse()`)
    const workshop = aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) })
    await expect(sync(workshop)).rejects.toThrow('no room in the queue')
    await pool.query('drop function refuse cascade')
    expect(await stored(pool)).toEqual([])
    await sync(workshop)
    expect(await mapJobs()).toHaveLength(1)
  })

  test('gets no job when it can not be stored', async () => {
    await pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room for documents'; end $$;
      create constraint trigger refuse after insert on postmortems deferrable initially deferred
        for each row execute function refuse()`)
    const workshop = aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) })
    await expect(sync(workshop)).rejects.toThrow('no room for documents')
    await pool.query('drop function refuse cascade')
    expect(await mapJobs()).toEqual([])
    expect(await stored(pool)).toEqual([])
  })

  test('is stored redacted, and nothing of the rest is anywhere in the database', async () => {
    const body = aDocument(['Quartz']).replace('Nobody', 'Write to zebulon@wombat-mail.example. Nobody')
    const folder = await aFolder({ 'a.md': body })
    await workThrough(aWorkshop(queue, { folder }))
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }])
    expect(await tablesHolding(pool, 'throttled the writes')).toContain('public.postmortems')
    expect(await tablesHolding(pool, 'wombat-mail')).toEqual([])
  })
})

describe('a source that has not changed', () => {
  test('is left alone: no job, no call', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt', 'Granite']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    const [asked, jobs, documents] = [workshop.scripted.asked.length, await mapJobs(), await stored(pool)]
    await workThrough(workshop)
    expect(workshop.scripted.asked).toHaveLength(asked)
    expect(await mapJobs()).toEqual(jobs)
    expect(await stored(pool)).toEqual(documents)
  })

  test('is mapped once when two read it at the same time', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt']) })
    const workshop = aWorkshop(queue, { folder })
    await Promise.all([sync(workshop), sync(workshop)])
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped' }, { state: 'mapped' }])
    expect(workshop.scripted.count('summarization')).toBe(2)
    expect(workshop.scripted.count('analyzer')).toBe(2)
  })

  test('is asked for once when it is asked for twice in a row', async () => {
    const sent = [1, 2].map(() => queue.boss.send(syncSourceJob.name, {}, { singletonKey: 'sync' }))
    expect(await Promise.all(sent)).toEqual(expect.arrayContaining([expect.any(String), null]))
  })

  test('is read again when the roster has grown', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']).replace('Nobody', 'Ottilie Wombat') })
    await workThrough(aWorkshop(queue, { folder, roster: ['Ottilie Wombat'] }))
    const [before] = await stored(pool)
    await workThrough(aWorkshop(queue, { folder, roster: ['Ottilie Wombat', 'Zebulon Wombat'] }))
    const [after] = await stored(pool)
    expect(after?.revision).not.toBe(before?.revision)
    expect(after).toMatchObject({ state: 'mapped', body: before?.body })
    expect(await tablesHolding(pool, 'Wombat')).toEqual([])
  })
})

describe('a file that was edited', () => {
  test('has only its own stages done again', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Basalt', 'Granite']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    const before = await stored(pool)
    const start = workshop.scripted.asked.length
    await writeFile(path.join(folder, 'a.md'), `${aDocument(['Quartz'])}\nIt took all night.\n`)
    await workThrough(workshop)
    const after = await stored(pool)
    expect(workshop.scripted.asked.slice(start)).toEqual(['summarization', 'classification', 'attribution', 'analyzer'])
    expect(after[0]).toMatchObject({ state: 'mapped', body: expect.stringContaining('all night') })
    expect(after[0]?.revision).not.toBe(before[0]?.revision)
    expect(after[1]).toEqual(before[1])
  })

  test('in its front matter alone is stored anew without asking anything', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    const start = workshop.scripted.asked.length
    await writeFile(
      path.join(folder, 'a.md'),
      aDocument(['Quartz'], 'date: 2024-03-05\nseverity: SEV1\nduration_minutes: 47'),
    )
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped', severity: 'SEV1', facts: { duration_minutes: 47 } }])
    expect(await digestsOf(pool, 'quartz')).toMatchObject([{ severity: 'SEV1', facts: { duration_minutes: 47 } }])
    expect(workshop.scripted.asked.slice(start)).toEqual([])
  })

  test('keeps the id of its digest', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    const [before] = await digestsOf(pool, 'quartz')
    await writeFile(path.join(folder, 'a.md'), aDocument(['Basalt', 'Quartz']))
    await workThrough(workshop)
    expect((await digestsOf(pool, 'quartz')).map((digest) => digest.id)).toEqual([before?.id])
  })
})

describe('a file that is gone', () => {
  test('is withdrawn, counted apart and in no report; put back, it returns without a call', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    const before = await digestsOf(pool, 'quartz')
    const asked = workshop.scripted.asked.length
    await rm(path.join(folder, 'a.md'))
    await workThrough(workshop)
    expect(await ledgerFor(pool, 'quartz', 0, everything)).toMatchObject({ found: 2, withdrawn: 1, inScope: 1 })
    expect(await digestsOf(pool, 'quartz')).toHaveLength(1)

    await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz']))
    await workThrough(workshop)
    expect(await ledgerFor(pool, 'quartz', 0, everything)).toMatchObject({ found: 2, withdrawn: 0, inScope: 2 })
    expect(await digestsOf(pool, 'quartz')).toEqual(before)
    expect(workshop.scripted.asked).toHaveLength(asked)
  })

  test('because it was taken back to a draft is withdrawn, too', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz'], 'draft: true'))
    await workThrough(workshop)
    expect(await ledgerFor(pool, 'quartz', 0, everything)).toMatchObject({ found: 1, withdrawn: 1, inScope: 0 })
  })

  test('is not taken for gone when another source is read', async () => {
    await workThrough(aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) }))
    await workThrough(aWorkshop(queue, { folder: await aFolder({ 'b.md': aDocument(['Quartz']) }) }))
    expect(await ledgerFor(pool, 'quartz', 0, everything)).toMatchObject({ found: 2, withdrawn: 0, inScope: 2 })
  })

  test('is not taken for gone when the folder can not be read', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    await rm(folder, { recursive: true })
    await expect(sync(workshop)).rejects.toThrow(folder)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped', withdrawn_at: null }])
  })
})

describe('a restricted file', () => {
  test('leaves neither text nor title anywhere in the database, and is counted', async () => {
    const text = aDocument(['Quartz'], 'restricted: true\nowner_team: wombats')
    const folder = await aFolder({ 'a.md': text.replace('The checkout', 'The wombat').replace('Nobody', 'No wombat') })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ source_id: 'a.md', state: 'restricted', title: '', body: null }])
    expect(await tablesHolding(pool, 'wombat')).toEqual([])
    expect(workshop.scripted.asked).toEqual([])
    expect(await ledgerFor(pool, 'quartz', 0, everything)).toMatchObject({ found: 1, restricted: 1 })
  })

  test('that was not restricted before loses its digests', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz'], 'restricted: true'))
    await workThrough(workshop)
    expect(await digestsOf(pool, 'quartz')).toEqual([])
    expect(await stored(pool)).toMatchObject([{ state: 'restricted', title: '', body: null, summary: null }])
  })

  test('that is restricted no longer is mapped', async () => {
    const folder = await aFolder({ 'a.md': aDocument(['Quartz'], 'restricted: true') })
    const workshop = aWorkshop(queue, { folder })
    await workThrough(workshop)
    await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz']))
    await workThrough(workshop)
    expect(await stored(pool)).toMatchObject([{ state: 'mapped', reason: null }])
  })
})

test('a file that can not be read is stored with the reason, and read once it is mended', async () => {
  const folder = await aFolder({
    'a.md': new Uint8Array([0x23, 0x20, 0xff, 0xfe, 0x0a]),
    'b.md': aDocument(['Quartz']),
  })
  const workshop = aWorkshop(queue, { folder })
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([
    { state: 'unreadable', reason: expect.stringContaining('UTF-8'), body: null },
    { state: 'mapped' },
  ])
  await writeFile(path.join(folder, 'a.md'), aDocument(['Quartz']))
  await workThrough(workshop)
  expect(await stored(pool)).toMatchObject([{ state: 'mapped', reason: null }, { state: 'mapped' }])
})

test('reading stops when it is told to, and withdraws nothing', async () => {
  const folder = await aFolder({ 'a.md': aDocument(['Quartz']) })
  const workshop = aWorkshop(queue, { folder })
  await workThrough(workshop)
  await rm(path.join(folder, 'a.md'))
  await writeFile(path.join(folder, 'b.md'), aDocument(['Quartz']))
  const told = syncSourceJob.run(workshop, {}, AbortSignal.abort(new Error('told to stop')))
  await expect(told).rejects.toThrow('told to stop')
  expect(await stored(pool)).toMatchObject([{ source_id: 'a.md', withdrawn_at: null }])
})

describe('an item on which its source fails for a while', () => {
  const failing = {
    sourceId: 'a.md',
    revision: 'other',
    stamp: 'other',
    unreadable: 'incomplete: no answer',
    isPassing: true,
  }

  test('keeps what was read of it before, and is looked at again', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder({ 'a.md': aDocument(['Quartz']) }) })
    await workThrough(workshop)
    expect(await syncItem(workshop, failing)).toBe('unchanged')
    expect(await stored(pool)).toMatchObject([{ source_id: 'a.md', state: 'mapped' }])
    expect(await unreadableIds(pool, workshop.source.name)).toEqual(['a.md'])
  })

  test('is told of where nothing was read of it yet', async () => {
    const workshop = aWorkshop(queue, { folder: await aFolder() })
    expect(await syncItem(workshop, failing)).toBe('added')
    expect(await stored(pool)).toMatchObject([{ state: 'unreadable', reason: 'incomplete: no answer' }])
  })
})
