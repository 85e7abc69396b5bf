import { beforeEach, describe, expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import { BusyError, InvalidAnswerError } from '../../src/errors.ts'
import { seeded } from '../../src/evaluation/corruptions.ts'
import { foldTechnology } from '../../src/jobs/fold-technology.ts'
import { offlineAsk, offlineModel } from '../../src/offline/offline-ask.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { addsUp } from '../../src/pipeline/fold.ts'
import type { Ask } from '../../src/pipeline/stage.ts'
import { remember } from '../../src/store/answers.ts'
import { latestReport, readReport } from '../../src/store/reports.ts'
import { aQueue, aWorkshop } from '../support/a-workshop.ts'
import { aTechnology } from '../support/builders.ts'
import { plantDigests } from '../support/planted/planted-digests.ts'
import { storePlanted } from '../support/planted/store-planted.ts'

const queue = await aQueue()
const { pool } = queue.database
const quartz = aTechnology({ id: 'quartz', name: 'Quartz' })

beforeEach(() => pool.query('truncate postmortems, answers, reports cascade'))

/** The built-in model, which fails so often in one of the ways in which calls fail, and counts what it answered. */
function failing(share: number, random: () => number) {
  const answered: string[] = []
  const ask: Ask = async (stage, input, options) => {
    const isFailing = random() < share
    const kind = Math.floor(random() * 3)
    if (isFailing && kind === 0) throw new BusyError('throttled', 1_000)
    if (isFailing && kind === 1) throw new Error('the connection was reset')
    if (isFailing && stage.name === 'assignment') throw new InvalidAnswerError('assignment: not the shape')
    const answer = await offlineAsk(stage, input, options)
    answered.push(answer.key)
    return answer
  }
  return { ask, answered }
}

/** What a leader would read now: null before the first fold, else whether every document is accounted for. */
async function ledgerAddsUp(): Promise<boolean | null> {
  const report = await latestReport(pool, quartz.id)
  return report && addsUp((await readReport(pool, quartz, report, everything)).ledger)
}

describe('a fold whose calls fail at random', () => {
  test.each([1, 2, 3, 4])('goes on where it stopped, and its ledger always adds up (seed %i)', async (seed) => {
    const random = seeded(seed)
    const planted = plantDigests(130, seed).digests.map(({ digest }) => digest)
    await storePlanted(pool, offlineEmbedder, planted.slice(0, 110))
    const { ask, answered } = failing(0.3, random)
    const workshop = {
      ...aWorkshop(queue, { folder: '.' }),
      technologies: [quartz],
      modelName: offlineModel,
      ask: remember(pool, () => offlineModel, ask),
    }
    for (const news of [[], planted.slice(110, 120), planted.slice(120)]) {
      await storePlanted(pool, offlineEmbedder, news)
      await pool.query('update postmortems set withdrawn_at = now() where id = $1', [planted[news.length]?.id])
      let failures = 0
      while (!(await foldTechnology(workshop, quartz).catch(expectedOnly))) {
        failures += 1
        expect(await ledgerAddsUp()).not.toBe(false)
        expect(failures).toBeLessThan(200)
      }
      expect(await ledgerAddsUp()).toBe(true)
    }
    expect(answered).toHaveLength(new Set(answered).size)
  })

  test('says which digests are missing when answers about them stay unusable, and stores no half of it', async () => {
    const planted = plantDigests(60, 7).digests.map(({ digest }) => digest)
    await storePlanted(pool, offlineEmbedder, planted)
    const ask: Ask = async (stage, input, options) => {
      if (stage.name === 'assignment' && JSON.stringify(stage.vars(input).digests).includes('"id":42,'))
        throw new InvalidAnswerError('assignment: not the shape')
      return offlineAsk(stage, input, options)
    }
    const workshop = { ...aWorkshop(queue, { folder: '.' }), technologies: [quartz], modelName: offlineModel, ask }
    await expect(foldTechnology(workshop, quartz)).rejects.toThrow(/no usable answer about \d+ of 60 digests \(42\)/)
    expect(await latestReport(pool, quartz.id)).toBeNull()
  })
})

function expectedOnly(error: Error): null {
  const isExpected = error instanceof BusyError || /reset|no usable answer about/.test(error.message)
  if (!isExpected) throw error
  return null
}
