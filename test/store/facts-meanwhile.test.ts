import { beforeEach, expect, test } from 'vitest'
import { importFacts } from '../../src/commands/facts.ts'
import type { OpenWorkshop } from '../../src/lode.ts'
import { transaction } from '../../src/store/database.ts'
import { saveRevision } from '../../src/store/revisions.ts'
import { server } from '../support/a-database.ts'
import { emptied } from '../support/a-front.ts'
import { aFolder, aQueue, aWorkshop } from '../support/a-workshop.ts'
import { eventually } from '../support/eventually.ts'
import { aRevision } from './store-builders.ts'

const queue = await aQueue()
const { pool } = queue.database
const workshop: OpenWorkshop = {
  ...aWorkshop(queue, { folder: await aFolder() }),
  startWebhook: null,
  connectSlack: null,
  close: async () => {},
}
beforeEach(() => emptied(queue))

async function somebodyWaits(): Promise<boolean> {
  const { rowCount } = await pool.query(`select from pg_locks where not granted and database =
    (select oid from pg_database where datname = current_database())`)
  return Boolean(rowCount)
}

/** Imports a figure while a revision of the document is being stored; an import that is not in its way comes before the end. */
async function importWhileStoring(minutes: number): Promise<unknown> {
  const facts = { duration_minutes: 47 }
  const { importing } = await transaction(pool, async (tx) => {
    await saveRevision(tx, aRevision({ facts: { people: minutes }, revision: `r${minutes}` }))
    const begun = importFacts(workshop, [{ key: 'checkout.md', facts }])
    await Promise.race([begun, eventually(somebodyWaits)])
    return { importing: begun }
  })
  await importing
  return (await pool.query('select facts from postmortems')).rows
}

test.skipIf(!server)(
  'figures that are imported while a document is stored are laid over what it states then',
  async () => {
    expect(await importWhileStoring(1)).toEqual([{ facts: { duration_minutes: 47, people: 1 } }])
    await pool.query('delete from incident_facts')
    expect(await importWhileStoring(2)).toEqual([{ facts: { duration_minutes: 47, people: 2 } }])
  },
)
