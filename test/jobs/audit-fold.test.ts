import { beforeEach, describe, expect, test } from 'vitest'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { auditFold } from '../../src/jobs/audit-fold.ts'
import { foldTechnology } from '../../src/jobs/fold-technology.ts'
import type { StageName } from '../../src/pipeline/stage.ts'
import { latestAudit } from '../../src/store/audits.ts'
import { latestReport } from '../../src/store/reports.ts'
import { saveRevision } from '../../src/store/revisions.ts'
import { aRefusal } from '../store/store-builders.ts'
import { aDocument, aFolder, aQueue, aWorkshop, workThrough } from '../support/a-workshop.ts'
import { obliging, type Script } from '../support/scripted-ask.ts'

const queue = await aQueue()
const { pool } = queue.database

beforeEach(async () => {
  await pool.query('truncate postmortems, answers, reports cascade')
  await queue.boss.deleteAllJobs()
})

const plan = () => ({ shuffles: 1, sample: 4, random: seeded(1) })

/** Four folded incidents of Quartz, one per month. */
async function aFoldedWorkshop(script: Script = {}) {
  const days = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']
  const files = days.map((day) => [`${day}.md`, aDocument(['Quartz'], `date: ${day}`)])
  const workshop = aWorkshop(queue, { folder: await aFolder(Object.fromEntries(files)), script })
  await workThrough(workshop)
  const [quartz] = workshop.technologies
  if (!quartz) throw new Error('the workshop knows Quartz')
  await foldTechnology(workshop, quartz)
  return { workshop, quartz }
}

/** One of the folded incidents becomes restricted, as its source tells. */
async function restrictOne(): Promise<void> {
  const { rows } = await pool.query(
    'select source, source_id as "sourceId" from postmortems order by source_id limit 1',
  )
  await saveRevision(pool, aRefusal('restricted', { ...rows[0], revision: 'r2' }))
}

async function answersAbout(stage: StageName): Promise<number> {
  const { rows } = await pool.query('select count(*)::int as answers from answers where stage = $1', [stage])
  return rows[0].answers
}

describe('an audit', () => {
  test('is kept with the fold that it is about, and is none of the next one', async () => {
    const { workshop, quartz } = await aFoldedWorkshop()
    const audit = await auditFold(workshop, quartz, plan())
    const audited = await latestReport(pool, 'quartz')
    expect(await latestAudit(pool, audited?.id ?? 0)).toMatchObject({ ...audit, model: 'scripted' })
    const { id } = await foldTechnology(workshop, quartz, { refresh: true })
    expect(await latestAudit(pool, id)).toBeNull()
  })

  test('measures the members that count: what was withdrawn since is none of them', async () => {
    const { workshop, quartz } = await aFoldedWorkshop()
    await pool.query(`update postmortems set withdrawn_at = now() where incident_date < '2024-03-01'`)
    const audit = await auditFold(workshop, quartz, plan())
    expect(audit).toMatchObject({ stability: { share: 1 }, patterns: [{ members: 2, sampled: 2 }] })
  })

  test('keeps nothing that was said of what becomes restricted meanwhile', async () => {
    const { workshop, quartz } = await aFoldedWorkshop({
      recheck: async (input) => {
        await restrictOne()
        return obliging.recheck(input, {})
      },
    })
    await auditFold(workshop, quartz, plan())
    expect(await answersAbout('recheck')).toBe(0)
    expect(await latestAudit(pool, (await latestReport(pool, 'quartz'))?.id ?? 0)).toBeNull()
  })

  test('keeps nothing of it either when the worker dies before it comes to its end', async () => {
    let folds = 0
    const { workshop, quartz } = await aFoldedWorkshop({
      patterns: async (input, options) => {
        folds += 1
        if (folds === 2) await restrictOne()
        return obliging.patterns(input, options)
      },
      assignment: (input, options) => {
        if (folds === 2) throw new Error('the worker was killed')
        return obliging.assignment(input, options)
      },
    })
    await expect(auditFold(workshop, quartz, plan())).rejects.toThrow('the worker was killed')
    expect(await answersAbout('patterns')).toBe(0)
  })
})
