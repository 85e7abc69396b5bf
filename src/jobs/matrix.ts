import type { Filter } from '../domain.ts'
import { named } from '../pipeline/digest-contents.ts'
import { type Crossings, crossingsOf, type Matrix, matrixOf } from '../pipeline/matrix.ts'
import { transaction } from '../store/database.ts'
import { matrixCounts, patternPairs } from '../store/matrix.ts'
import { postByKey, savePost } from '../store/posts.ts'
import { foldStates } from './fold-states.ts'
import type { Workshop } from './job.ts'
import { sendDelivery } from './send-delivery.ts'

/** What all technologies have in common, counted now from their latest folds: nothing is folded for it. */
export async function readMatrix(
  workshop: Workshop,
  filter: Filter,
): Promise<{ readonly matrix: Matrix; readonly crossings: Crossings }> {
  const { database, embedder, technologies, now } = workshop
  const counts = await matrixCounts(database.pool, filter)
  const pairs = await patternPairs(database.pool, filter, embedder.likeness.alike)
  const countedOn = now().toISOString().slice(0, 10)
  return {
    matrix: matrixOf({ filter, counts, technologies: await foldStates(workshop), countedOn }),
    crossings: crossingsOf(pairs, embedder.likeness, (id) => named(id, technologies)),
  }
}

/** Where the matrix was asked for; `id` names the question for ever, so that a second delivery of it changes nothing. */
export type MatrixAsked = {
  readonly filter: Filter
  readonly channel: string
  readonly threadTs: string | null
  readonly id: string
}

/** Posts the matrix as a thread. */
export async function publishMatrix(workshop: Workshop, { filter, channel, threadTs, id }: MatrixAsked): Promise<void> {
  const key = `matrix:${id}`
  const { database, boss } = workshop
  if (await postByKey(database.pool, key)) return
  const { matrix, crossings } = await readMatrix(workshop, filter)
  await transaction(database.pool, async (tx) => {
    await savePost(tx, { key, channel, isUrgent: true, shows: matrix, ...(threadTs !== null && { threadTs }) })
    await savePost(tx, { key: `${key}:crossings`, channel, threadKey: key, isUrgent: true, shows: crossings })
    await sendDelivery(tx, boss, channel)
  })
}
