import { beforeEach, expect, test } from 'vitest'
import { exportedOnePager } from '../../src/commands/report.ts'
import { type Digest, everything } from '../../src/domain.ts'
import { offlineAsk, offlineModel } from '../../src/offline/offline-ask.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { aQueue, aWorkshop } from '../support/a-workshop.ts'
import { aTechnology } from '../support/builders.ts'
import { plantDigests } from '../support/planted/planted-digests.ts'
import { storePlanted } from '../support/planted/store-planted.ts'

const queue = await aQueue()
const { pool } = queue.database
const quartz = aTechnology({ id: 'quartz', name: 'Quartz' })

beforeEach(() => pool.query('truncate postmortems, answers, reports cascade'))

/** What is written of some digests by a database that got them in this order, and so under these ids. */
async function written(digests: readonly Digest[]) {
  await pool.query('truncate postmortems, answers, reports cascade')
  const own = digests.map((digest, index) => ({ ...digest, id: index + 1, postmortemId: index + 1 }))
  await storePlanted(pool, offlineEmbedder, own)
  const workshop = { ...aWorkshop(queue, { folder: '.' }), ask: offlineAsk, modelName: offlineModel }
  const { markdown, data } = await exportedOnePager({ ...workshop, technologies: [quartz] }, quartz, everything)
  return { markdown, json: JSON.stringify(data) }
}

test.each([1, 2, 3])(
  'a report has the same bytes whatever ids a database gave to its digests (seed %i)',
  async (seed) => {
    // Many on the same day: then nothing but their titles tells incidents apart.
    const digests = plantDigests(90, seed).digests.map(({ digest }) => ({
      ...digest,
      incidentDate: `${digest.incidentDate?.slice(0, 4)}-01-01`,
    }))
    const first = await written(digests)
    expect(first.markdown).toMatch(/incidents\*\* on record/)
    expect(await written(digests.toReversed())).toEqual(first)
  },
)
