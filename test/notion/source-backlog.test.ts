import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { aSource } from './source-at-work.ts'

/** Four times what one query gives; `bench/` imports more than Notion's own 10,000. */
const [pages, queryLimit] = [2_000, 500]
const letters = 10_000

test('more pages than a query gives come once each, in steady memory, though every twentieth request fails', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const { notion, source } = await aSource({ keptRequests: 1, queryLimit })
  notion.fill(pages, { bodyOf: (index) => `${index} `.repeat(letters).slice(0, letters) })
  const statuses = [409, 500, 503, 504, 529] as const
  notion.faults.randomly({
    seed: 11,
    share: 0.05,
    faults: [
      ...statuses.map((status) => ({ kind: 'status' as const, status })),
      { kind: 'html', status: 502 },
      { kind: 'rate_limited', retryAfterSeconds: 5 },
      { kind: 'dropped', when: 'before' },
      { kind: 'dropped', when: 'in_body' },
    ],
  })
  const heap = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const seen = new Set<string>()
  let count = 0
  let early = 0
  for await (const item of source.items()) {
    if (!('document' in item)) throw new Error(`${item.sourceId} was not read.`)
    seen.add(item.sourceId)
    count += 1
    if (count === 500) early = heap()
  }
  expect([count, seen.size]).toEqual([pages, pages])
  // The texts alone would take 15 MB.
  expect((heap() - early) / 1e6).toBeLessThan(5)
})
