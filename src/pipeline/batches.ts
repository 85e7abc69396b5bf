/** A thing with its place among the others, as a unit vector. */
export type Placed<Item> = { readonly item: Item; readonly vector: ArrayLike<number> }

/** So many groups of alike items share a batch: what is unlike shows by contrast what each group has in common. */
const groupsPerBatch = 4

/** Batches whose size stays within `most`, each of some groups that are alike among themselves, and unlike each other. */
export function contrastingBatchesOf<Item>(
  items: readonly Placed<Item>[],
  sizeOf: (item: Item) => number,
  most: number,
): (readonly Item[])[] {
  const total = items.reduce((sum, { item }) => sum + sizeOf(item), 0)
  if (total <= most) return batchesOf(items, sizeOf, most)
  // Neighbours among the groups are alike, so that they are dealt to different batches, like cards.
  const groups = batchesOf(items, sizeOf, most / groupsPerBatch)
  const batches = Array.from({ length: Math.ceil(total / most) }, () => ({ items: [] as Item[], room: most }))
  for (const [index, group] of groups.entries()) {
    const size = group.reduce((sum, item) => sum + sizeOf(item), 0)
    const inTurn = batches.map((_, step) => batches[(index + step) % batches.length])
    const batch = inTurn.find((one) => one && one.room >= size)
    if (!batch) batches.push({ items: [...group], room: most - size })
    else {
      batch.items.push(...group)
      batch.room -= size
    }
  }
  return batches.map((batch) => batch.items).filter((batch) => batch.length > 0)
}

/**
 * Parts items so that each part's size stays within `most`, and items that are alike meet. The parts depend on the items
 * only, and on their order where their places are the same.
 */
export function batchesOf<Item>(
  items: readonly Placed<Item>[],
  sizeOf: (item: Item) => number,
  most: number,
): (readonly Item[])[] {
  const size = items.reduce((sum, { item }) => sum + sizeOf(item), 0)
  if (items.length < 2 || size <= most) return items.length === 0 ? [] : [items.map(({ item }) => item)]
  return halves(items).flatMap((half) => batchesOf(half, sizeOf, most))
}

const rounds = 8

/** Two groups around the two most unlike ends, moved until they rest; in equal parts where nothing tells items apart. */
function halves<Item>(items: readonly Placed<Item>[]): (readonly Placed<Item>[])[] {
  const middle = meanOf(items)
  let [left, right] = ends(items, middle)
  for (let round = 0; round < rounds; round++) {
    const [nearLeft, nearRight] = parted(items, left, right)
    if (nearLeft.length === 0 || nearRight.length === 0) break
    left = meanOf(nearLeft)
    right = meanOf(nearRight)
  }
  // By how much nearer each is to one side, so that a small group doesn't make many small batches.
  const leaning = items
    .map((one) => ({ one, lean: dot(one.vector, left) - dot(one.vector, right) }))
    .sort((a, b) => b.lean - a.lean)
    .map(({ one }) => one)
  const [nearLeft] = parted(items, left, right)
  const cut = Math.min(Math.max(nearLeft.length, Math.ceil(items.length / 4)), Math.floor((items.length * 3) / 4))
  const at = nearLeft.length === items.length ? Math.floor(items.length / 2) : Math.max(1, cut)
  return [leaning.slice(0, at), leaning.slice(at)]
}

/** The item most unlike the middle, and the one most unlike that. */
function ends<Item>(items: readonly Placed<Item>[], middle: ArrayLike<number>): [ArrayLike<number>, ArrayLike<number>] {
  const far = farthest(items, middle)
  return [far, farthest(items, far)]
}

function farthest<Item>(items: readonly Placed<Item>[], from: ArrayLike<number>): ArrayLike<number> {
  let least = Number.POSITIVE_INFINITY
  let found = from
  for (const { vector } of items) {
    const likeness = dot(vector, from)
    if (likeness >= least) continue
    least = likeness
    found = vector
  }
  return found
}

function parted<Item>(
  items: readonly Placed<Item>[],
  left: ArrayLike<number>,
  right: ArrayLike<number>,
): [Placed<Item>[], Placed<Item>[]] {
  const [nearLeft, nearRight]: [Placed<Item>[], Placed<Item>[]] = [[], []]
  for (const one of items) (dot(one.vector, left) >= dot(one.vector, right) ? nearLeft : nearRight).push(one)
  return [nearLeft, nearRight]
}

/** The direction in which the items lie together. */
export function meanOf<Item>(items: readonly Pick<Placed<Item>, 'vector'>[]): Float32Array {
  const sum = new Float32Array(items[0]?.vector.length ?? 0)
  for (const { vector } of items) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0)
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** The items in their order, at most so many together. */
export function chunks<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
