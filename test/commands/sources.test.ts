import { describe, expect, test } from 'vitest'
import { syncSourceJob } from '../../src/jobs/sync-source.ts'
import { aDocument, aFolder, aQueue, aWorkshop, workOff } from '../support/a-workshop.ts'
import { aHome, anEmbeddedHome, lode } from './run-lode.ts'

const note = (cause: string): string =>
  `# Outage\n\n## Root cause\n\nKafka lost its brokers because ${cause}.\nThe disk of each Kafka broker was full.\nProducers waited.\n`

describe('each run reads the source that it was told to read', () => {
  test('a job reads the source that it names, whoever works it', async () => {
    const queue = await aQueue()
    const [own, other] = [
      await aFolder({ 'own.md': aDocument(['Quartz']) }),
      await aFolder({ 'other.md': aDocument(['Basalt']) }),
    ]
    await queue.boss.send(syncSourceJob.name, { source: `folder:${other}` })
    await workOff(aWorkshop(queue, { folder: own }))
    const { rows } = await queue.database.pool.query('select source_id from postmortems')
    expect(rows).toEqual([{ source_id: 'other.md' }])
  })

  test('retry reads none', async () => {
    const home = await aHome()
    await lode(home, 'backfill', await aFolder({ 'a.md': note('a rack lost power') }))
    const { exitCode, stdout } = await lode(home, 'retry')
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✓ 1 mapped') })
  })

  test('a folder that is not there leaves nothing behind for the next run', async () => {
    const home = await aHome()
    expect((await lode(home, 'backfill', '/nowhere')).exitCode).toBe(1)
    const folder = await aFolder({ 'a.md': note('a rack lost power') })
    const { exitCode, stdout } = await lode(home, 'backfill', folder)
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 new, 0 changed, 0 unchanged'),
    })
  })

  test('the demo reads the examples with the built-in model, whatever is configured', async () => {
    const home = await anEmbeddedHome({
      POSTMORTEMS_FOLDER: '/nowhere',
      MODEL_PROVIDER: 'bedrock',
      DATABASE_URL: 'mysql://no',
    })
    const { exitCode, stdout } = await lode(home, 'demo', '--json')
    expect(exitCode).toBe(0)
    const { run, technologies } = JSON.parse(stdout)
    expect(run.documents).toEqual({ mapped: 39, restricted: 1 })
    expect(technologies).toHaveLength(2)
  })
})
