import { beforeEach, describe, expect, test } from 'vitest'
import { embedDigestsJob } from '../../src/jobs/embed-digests.ts'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import type { Embedder } from '../../src/ports.ts'
import { transaction } from '../../src/store/database.ts'
import { saveFindings } from '../../src/store/digests.ts'
import { similarTo } from '../../src/store/neighbours.ts'
import { vectorsOf } from '../../src/store/vectors.ts'
import { aFinding, aStoredPostmortem } from '../store/store-builders.ts'
import { emptied } from '../support/a-front.ts'
import { aFolder, aQueue, aWorkshop, workOff } from '../support/a-workshop.ts'

const queue = await aQueue()
const { pool } = queue.database
const folder = await aFolder()
const finding = aFinding({ embedding: await offlineEmbedder.embed(['wombats']).then(([vector]) => vector ?? []) })

beforeEach(() => emptied(queue))

/** Embeds as the built-in one does, under another name; `during` happens while it is at work. */
function anotherEmbedder(during: () => Promise<unknown> = async () => {}): Embedder & { readonly sizes: number[] } {
  const sizes: number[] = []
  const embed: Embedder['embed'] = async (texts, signal) => {
    sizes.push(texts.length)
    await during()
    return offlineEmbedder.embed(texts, signal)
  }
  return { ...offlineEmbedder, name: 'another', embed, sizes }
}

async function embedAnew(embedder: Embedder): Promise<void> {
  await queue.boss.send(embedDigestsJob.name, {}, { singletonKey: 'vectors' })
  await workOff(aWorkshop(queue, { folder, embedder }))
}

describe('digests that another embedder embedded', () => {
  test('count for nothing until they are embedded anew', async () => {
    await aStoredPostmortem(pool, {}, [finding])
    expect((await vectorsOf(pool, 'dynamodb', 'fake-embedder')).size).toBe(1)
    expect((await vectorsOf(pool, 'dynamodb', 'another')).size).toBe(0)
    await embedAnew(anotherEmbedder())
    expect((await vectorsOf(pool, 'dynamodb', 'fake-embedder')).size).toBe(0)
    const [vector] = (await vectorsOf(pool, 'dynamodb', 'another')).values()
    const [said] = await offlineEmbedder.embed(['Sentence 0. Sentence 1. Sentence 2.'])
    expect(vector).toEqual(Float32Array.from(said ?? []))
  })

  test('are embedded some at a time, each once', async () => {
    for (let n = 0; n < 70; n++) await aStoredPostmortem(pool, { sourceId: `${n}.md` }, [finding])
    const embedder = anotherEmbedder()
    await embedAnew(embedder)
    await embedAnew(embedder)
    expect(embedder.sizes).toEqual([64, 6])
    expect((await vectorsOf(pool, 'dynamodb', 'another')).size).toBe(70)
  })

  test('keep what was found anew meanwhile', async () => {
    const id = await aStoredPostmortem(pool, {}, [finding])
    const fresh = aFinding({
      role: 'contributing',
      embedding: finding.embedding,
    })
    await embedAnew(anotherEmbedder(() => saveFindings(pool, id, [fresh], 'another')))
    const [vector] = (await vectorsOf(pool, 'dynamodb', 'another')).values()
    expect(vector).toEqual(Float32Array.from(finding.embedding ?? []))
  })

  test('stay as they are while withdrawn', async () => {
    const id = await aStoredPostmortem(pool, {}, [finding])
    await pool.query('update postmortems set withdrawn_at = now() where id = $1', [id])
    const embedder = anotherEmbedder()
    await embedAnew(embedder)
    expect(embedder.sizes).toEqual([])
  })

  test('are not compared with what has been embedded already', async () => {
    const along = (axis: number): number[] => Array.from({ length: 1_024 }, (_, place) => Number(place === axis))
    const found = (one: number, other: number) =>
      [
        { technology: 'dynamodb', embedding: along(one) },
        { technology: 'kafka', embedding: along(other) },
      ].map(aFinding)
    const id = await aStoredPostmortem(pool, { sourceId: 'a.md' }, found(0, 1))
    await aStoredPostmortem(pool, { sourceId: 'b.md' }, found(1, 0))
    await pool.query(`update digests set embedder = 'another' where technology = 'kafka'`)
    const wanted = { least: 0.9, limit: 5, isPast: false }
    expect(await transaction(pool, (tx) => similarTo(tx, id, wanted))).toEqual([])
  })
})
