import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Technology } from '../../src/domain.ts'
import { everything } from '../../src/domain.ts'
import { assignDigestsJob } from '../../src/jobs/assign-digests.ts'
import { foldOpportunitiesJob, proposeFor } from '../../src/jobs/fold-opportunities.ts'
import { foldPatternsJob } from '../../src/jobs/fold-patterns.ts'
import { foldTechnology, keepFolded } from '../../src/jobs/fold-technology.ts'
import { mapPostmortemJob } from '../../src/jobs/map-postmortem.ts'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { digestsOf } from '../../src/store/digests.ts'
import { opportunitiesOf } from '../../src/store/opportunities.ts'
import { latestReport, patternsOf, readReport } from '../../src/store/reports.ts'
import {
  aDocument,
  aFolder,
  aQueue,
  aWorkshop,
  type ScriptedWorkshop,
  workOff,
  workThrough,
} from '../support/a-workshop.ts'
import { obliging, type Script } from '../support/scripted-ask.ts'

const queue = await aQueue()
const { boss } = queue
const { pool } = queue.database
const { signal } = new AbortController()

beforeEach(async () => {
  await pool.query('truncate postmortems, answers, reports cascade')
  await boss.deleteAllJobs()
})

type Bench = ScriptedWorkshop & { readonly folder: string; readonly quartz: Technology }

/** A workshop whose documents, one per month of 2024, are mapped; all blame Quartz. */
async function aMappedWorkshop(documents: number, script: Script = {}): Promise<Bench> {
  const files = Array.from({ length: documents }, (_, index) => [`${index + 1}.md`, aQuartzDocument(index + 1)])
  const folder = await aFolder(Object.fromEntries(files))
  const workshop = aWorkshop(queue, { folder, script })
  await workThrough(workshop)
  workshop.scripted.asked.length = 0
  const [quartz] = workshop.technologies
  if (!quartz) throw new Error('the workshop knows Quartz')
  return { ...workshop, folder, quartz }
}

function aQuartzDocument(month: number): string {
  return aDocument(['Quartz'], `date: 2024-${String(month).padStart(2, '0')}-01\nseverity: SEV2`)
}

/** Reads one more document, or a changed one, and maps it. */
async function mapMore(workshop: Bench, name: string, content: string): Promise<void> {
  await writeFile(path.join(workshop.folder, name), content)
  await syncSourceJob.run(workshop, {}, signal)
  const { rows } = await pool.query('select id, revision from postmortems where source_id = $1', [name])
  await mapPostmortemJob.run(workshop, { postmortemId: Number(rows[0]?.id), revision: rows[0]?.revision }, signal)
}

async function opportunityJobs(): Promise<unknown[]> {
  const { rows } = await pool.query('select data, state from pgboss.job where name = $1', [foldOpportunitiesJob.name])
  return rows
}

describe('folding a technology', () => {
  test('stores its patterns with their members, and sends a job for its opportunities', async () => {
    const workshop = await aMappedWorkshop(3)
    const report = await foldTechnology(workshop, workshop.quartz)
    // Mapped side by side, the digests have ids in any order.
    const ids = (await digestsOf(pool, 'quartz')).map(({ id }) => id).sort((one, other) => one - other)
    expect(await patternsOf(pool, report.id)).toMatchObject([
      { name: 'Hot partitions', digestIds: ids, memberIds: ids },
    ])
    expect(workshop.scripted.asked).toEqual(['patterns', 'assignment'])
    expect(await opportunityJobs()).toEqual([{ data: { technology: 'quartz' }, state: 'created' }])
    expect(await latestReport(pool, 'quartz')).toMatchObject({ id: report.id, basis: report.basis, model: 'scripted' })
  })

  test('again takes what is stored while nothing has changed', async () => {
    const workshop = await aMappedWorkshop(2)
    const first = await foldTechnology(workshop, workshop.quartz)
    workshop.scripted.asked.length = 0
    const again = await foldTechnology(workshop, workshop.quartz)
    expect(again.id).toBe(first.id)
    expect(workshop.scripted.asked).toEqual([])
  })

  test.each([
    ['has come', { '4.md': aQuartzDocument(4) }, ['assignment'], 4],
    ['has changed', { '1.md': aQuartzDocument(1).replace('Nobody watched', 'No alarm watched') }, ['assignment'], 3],
    ['is gone', { '2.md': aDocument(['Basalt']) }, [], 2],
  ])('asks only about the digest that %s, and keeps its patterns', async (_, changes, asked, members) => {
    const workshop = await aMappedWorkshop(3)
    const { id } = await foldTechnology(workshop, workshop.quartz)
    const [before] = await patternsOf(pool, id)
    workshop.scripted.asked.length = 0
    for (const [name, content] of Object.entries(changes)) await writeFile(path.join(workshop.folder, name), content)
    await workThrough(workshop)
    expect(await foldTechnology(workshop, workshop.quartz)).toMatchObject({ id })
    expect(workshop.scripted.asked.filter((stage) => ['patterns', 'merge', 'assignment'].includes(stage))).toEqual(
      asked,
    )
    const [after] = await patternsOf(pool, id)
    expect(after).toMatchObject({ id: before?.id, line: before?.line })
    expect(after?.memberIds).toHaveLength(members)
  })

  test('takes a new digest in at once, before anybody asks', async () => {
    const workshop = await aMappedWorkshop(3)
    const { id } = await foldTechnology(workshop, workshop.quartz)
    await writeFile(path.join(workshop.folder, '4.md'), aQuartzDocument(4))
    await workThrough(workshop)
    expect((await patternsOf(pool, id))[0]?.memberIds).toHaveLength(4)
  })

  test('proposes themes anew once too many digests fit none, and what shares its members keeps its line and its name', async () => {
    let name = 'Hot partitions'
    const meets = (text: string): boolean => text.includes('partitions')
    const workshop = await aMappedWorkshop(3, {
      patterns: ({ digests }) => ({
        themes: [
          {
            name,
            criterion: 'Did one partition get more writes than it takes?',
            failureClass: 'capacity_scaling',
            description: 'A single partition gets all the writes.',
            digestIds: digests.filter((digest) => meets(digest.sentences[1]?.text ?? '')).map((digest) => digest.id),
          },
        ],
      }),
      assignment: ({ digests }) => ({
        assignments: digests.map((digest) => ({
          digestId: digest.id,
          criterionIds: meets(digest.sentences[1]?.text ?? '') ? [1] : [],
        })),
      }),
    })
    const first = await foldTechnology(workshop, workshop.quartz)
    const [before] = await patternsOf(pool, first.id)
    name = 'Partitions that are hot'
    await writeFile(path.join(workshop.folder, '4.md'), aQuartzDocument(4).replace('the partitions of', 'the disks of'))
    await workThrough(workshop)
    const second = await foldTechnology(workshop, workshop.quartz)
    expect(second.id).not.toBe(first.id)
    expect(await patternsOf(pool, second.id)).toMatchObject([{ name: 'Hot partitions', line: before?.line }])
    expect((await foldTechnology(workshop, workshop.quartz)).id).toBe(second.id)
  })

  test('knows a pattern again by the members that are left when most were withdrawn', async () => {
    const workshop = await aMappedWorkshop(5)
    const first = await foldTechnology(workshop, workshop.quartz)
    const [before] = await patternsOf(pool, first.id)
    await pool.query(`update postmortems set withdrawn_at = now() where incident_date < '2024-04-01'`)
    const { id } = await foldTechnology(workshop, workshop.quartz, { refresh: true })
    expect(await patternsOf(pool, id)).toMatchObject([{ line: before?.line, memberIds: { length: 2 } }])
  })

  test('folds anew on request: themes are asked for once more, and who meets a known criterion is known', async () => {
    const workshop = await aMappedWorkshop(2)
    const first = await foldTechnology(workshop, workshop.quartz)
    workshop.scripted.asked.length = 0
    const fresh = await foldTechnology(workshop, workshop.quartz, { refresh: true })
    expect(fresh.id).not.toBe(first.id)
    expect(fresh.basis).toBe(first.basis)
    expect(workshop.scripted.asked).toEqual(['patterns'])
  })

  test('folds anew when another model answers', async () => {
    const workshop = await aMappedWorkshop(2)
    const first = await foldTechnology(workshop, workshop.quartz)
    const other = await foldTechnology({ ...workshop, modelName: 'another' }, workshop.quartz)
    expect(other.id).not.toBe(first.id)
    expect(other.model).toBe('another')
  })

  test('that has one incident asks nothing and finds no pattern', async () => {
    const workshop = await aMappedWorkshop(1)
    const report = await foldTechnology(workshop, workshop.quartz)
    expect(await patternsOf(pool, report.id)).toEqual([])
    expect(workshop.scripted.asked).toEqual([])
  })

  test('whose answers leave a digest undecided stores nothing and sends nothing', async () => {
    const workshop = await aMappedWorkshop(2, { assignment: () => ({ assignments: [] }) })
    await expect(foldTechnology(workshop, workshop.quartz)).rejects.toThrow('assignment for quartz')
    expect(await latestReport(pool, 'quartz')).toBeNull()
    expect(await opportunityJobs()).toEqual([])
  })

  test('passes its signal on to whom it asks', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const workshop = await aMappedWorkshop(2, {
      patterns: (_, { signal }) => {
        signals.push(signal)
        signal?.throwIfAborted()
        return {}
      },
    })
    const signal = AbortSignal.abort(new Error('told to stop'))
    await expect(foldTechnology(workshop, workshop.quartz, { signal })).rejects.toThrow('told to stop')
    await expect(foldPatternsJob.run(workshop, { technology: 'quartz' }, signal)).rejects.toThrow('told to stop')
    expect(signals).toEqual([signal, signal])
  })

  test('keeps digests that fit no pattern in the ledger', async () => {
    const workshop = await aMappedWorkshop(3, {
      assignment: ({ digests, criteria }) => ({
        assignments: digests.map((digest, index) => ({
          digestId: digest.id,
          criterionIds: index === 0 ? [] : criteria.map((criterion) => criterion.id),
        })),
      }),
    })
    const stored = await foldTechnology(workshop, workshop.quartz)
    const { ledger } = await readReport(pool, workshop.quartz, stored, everything)
    expect(ledger).toMatchObject({ inScope: 3, themed: 2, other: 1 })
  })
})

test('a digest that comes while its technology is folded belongs to a pattern when that is done', async () => {
  const workshop: Bench = await aMappedWorkshop(2, {
    patterns: async (...given) => {
      await mapMore(workshop, '3.md', aQuartzDocument(3))
      return obliging.patterns(...given)
    },
  })
  const stored = await foldTechnology(workshop, workshop.quartz)
  const { ledger } = await readReport(pool, workshop.quartz, stored, everything)
  expect(ledger).toMatchObject({ inScope: 3, themed: 3, other: 0 })
})

test('a digest that changes while it is held against the patterns is held against them as it is then', async () => {
  let isFirst = false
  const workshop: Bench = await aMappedWorkshop(2, {
    assignment: async (input, options) => {
      if (isFirst) {
        isFirst = false
        await mapMore(workshop, '3.md', aQuartzDocument(3).replace('the partitions of', 'the disks of'))
        await assignDigestsJob.run(workshop, { technology: 'quartz' }, signal)
      }
      const meets = JSON.stringify(input.digests).includes('partitions')
      return meets
        ? obliging.assignment(input, options)
        : { assignments: input.digests.map(({ id }) => ({ digestId: id, criterionIds: [] })) }
    },
  })
  const { id } = await foldTechnology(workshop, workshop.quartz)
  await mapMore(workshop, '3.md', aQuartzDocument(3))
  isFirst = true
  await keepFolded(workshop, workshop.quartz)
  expect((await patternsOf(pool, id))[0]?.memberIds).toHaveLength(2)
})

test('a fold in the background is followed by its opportunities', async () => {
  const workshop = await aMappedWorkshop(2)
  await boss.send(foldPatternsJob.name, { technology: 'Quartz' })
  await workOff(workshop)
  expect(workshop.scripted.asked).toEqual(['patterns', 'assignment', 'opportunity', 'prevention'])
  const report = await latestReport(pool, 'quartz')
  expect(await opportunitiesOf(pool, 'quartz')).toMatchObject([
    { investment: 'Alarms on partition heat', state: 'draft', reportId: report?.id, model: 'scripted' },
  ])
})

describe('proposing opportunities', () => {
  test('is done once per fold', async () => {
    const workshop = await aMappedWorkshop(2)
    await foldTechnology(workshop, workshop.quartz)
    await proposeFor(workshop, workshop.quartz)
    const drafts = await opportunitiesOf(pool, 'quartz')
    await proposeFor(workshop, workshop.quartz)
    expect(await opportunitiesOf(pool, 'quartz')).toEqual(drafts)
    expect(workshop.scripted.count('opportunity')).toBe(1)
  })

  test('replaces the drafts of an older fold', async () => {
    const workshop = await aMappedWorkshop(2)
    await foldTechnology(workshop, workshop.quartz)
    await proposeFor(workshop, workshop.quartz)
    await writeFile(path.join(workshop.folder, '3.md'), aQuartzDocument(3))
    await workThrough(workshop)
    const { id } = await foldTechnology(workshop, workshop.quartz)
    await proposeFor(workshop, workshop.quartz)
    expect(await opportunitiesOf(pool, 'quartz')).toMatchObject([{ reportId: id }])
  })

  test('of a technology that was never folded does nothing', async () => {
    const workshop = await aMappedWorkshop(2)
    await proposeFor(workshop, workshop.quartz)
    expect(await opportunitiesOf(pool, 'quartz')).toEqual([])
    expect(workshop.scripted.asked).toEqual([])
  })

  test('without any pattern asks nothing and leaves no draft', async () => {
    const workshop = await aMappedWorkshop(1)
    await foldTechnology(workshop, workshop.quartz)
    await proposeFor(workshop, workshop.quartz)
    expect(await opportunitiesOf(pool, 'quartz')).toEqual([])
    expect(workshop.scripted.asked).toEqual([])
  })

  test('passes its signal on to whom it asks', async () => {
    const workshop = await aMappedWorkshop(2, {
      opportunity: (_, { signal }) => {
        signal?.throwIfAborted()
        return {}
      },
    })
    await foldTechnology(workshop, workshop.quartz)
    const signal = AbortSignal.abort(new Error('told to stop'))
    await expect(proposeFor(workshop, workshop.quartz, { signal })).rejects.toThrow('told to stop')
  })
})
