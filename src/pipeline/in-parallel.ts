/** As many calls as a fold has under way at once; the model's own limits are kept elsewhere. */
const atOnce = 8

/** Runs over all items, some at a time, and keeps their order. Rejects with the first error, and begins nothing after it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  const left = items.entries()
  let isFailed = false
  const work = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (isFailed) return
      try {
        results[index] = await run(item)
      } catch (error) {
        isFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return results
}
