import { everything, type Technology } from '../src/domain.ts'
import { foldTechnology, keepFolded } from '../src/jobs/fold-technology.ts'
import type { Workshop } from '../src/jobs/job.ts'
import { offlineAsk, offlineModel } from '../src/offline/offline-ask.ts'
import { addsUp } from '../src/pipeline/fold.ts'
import { render } from '../src/pipeline/prompt.ts'
import type { Ask } from '../src/pipeline/stage.ts'
import { remember } from '../src/store/answers.ts'
import { patternsOf, readReport } from '../src/store/reports.ts'
import { aTechnology } from '../test/support/builders.ts'
import { plantDigests } from '../test/support/planted/planted-digests.ts'
import { reconstruction } from '../test/support/planted/reconstruction.ts'
import { storePlanted } from '../test/support/planted/store-planted.ts'

const sizes = [300, 3_000, 10_000] as const
/** Rough, and the same for every run: good for comparing, not for bills. */
const lettersPerToken = 3.5

/** What a fold took: `largest` is the most tokens of one call, `fullest` the longest answer as a share of what its prompt allows. */
type Spent = { calls: number; tokens: number; largest: number; fullest: number; peakBytes: number }

/** Counts what the built-in model is asked, as a language model would be billed for it. */
function counting(ask: Ask): { readonly ask: Ask; readonly spent: Spent } {
  const spent: Spent = { calls: 0, tokens: 0, largest: 0, fullest: 0, peakBytes: 0 }
  return {
    spent,
    ask: async (stage, input, options) => {
      const answer = await ask(stage, input, options)
      const { system, user } = render(stage, input)
      const answered = JSON.stringify(answer.output).length / lettersPerToken
      const tokens = (system.length + user.length) / lettersPerToken + answered
      spent.calls += 1
      spent.tokens += tokens
      spent.largest = Math.max(spent.largest, tokens)
      spent.fullest = Math.max(spent.fullest, answered / stage.prompt.maxTokens)
      spent.peakBytes = Math.max(spent.peakBytes, process.memoryUsage().rss)
      return answer
    },
  }
}

/** Folds synthetic digests with planted themes by the built-in model, and counts how many of the themes come back. */
export async function foldBench(shared: Workshop, print: (name: string, text: string) => void): Promise<void> {
  const quartz = aTechnology({ id: 'quartz', name: 'Quartz' })
  const costs: number[] = []
  for (const size of sizes) costs.push(await foldOnce(shared, quartz, size, print))
  const spread = Math.max(...costs) / Math.min(...costs)
  print(
    'cost per digest',
    `${costs.map((cost) => Math.round(cost)).join(', ')} tokens: the most is ${spread.toFixed(2)} × the least`,
  )
}

async function foldOnce(
  shared: Workshop,
  quartz: Technology,
  size: number,
  print: (name: string, text: string) => void,
): Promise<number> {
  const { pool } = shared.database
  const planting = plantDigests(size, size)
  await storePlanted(
    pool,
    shared.embedder,
    planting.digests.map(({ digest }) => digest),
  )
  const { ask, spent } = counting(offlineAsk)
  const workshop = {
    ...shared,
    technologies: [quartz],
    ask: remember(pool, () => offlineModel, ask),
    modelName: offlineModel,
  }
  const started = performance.now()
  const report = await foldTechnology(workshop, quartz)
  const seconds = (performance.now() - started) / 1_000
  const patterns = await patternsOf(pool, report.id)
  const { macroF1, themes, purity } = reconstruction(
    planting,
    patterns.map((pattern) => pattern.memberIds),
  )
  const { ledger } = await readReport(pool, quartz, report, everything)
  print(
    `${size} digests`,
    `F1 ${macroF1.toFixed(3)} over ${themes} planted themes of at least 3, purity ${purity.toFixed(3)}, ${patterns.length} patterns; ${ledger.other} in none; the ledger ${addsUp(ledger) ? 'adds up' : 'DOES NOT ADD UP'}`,
  )
  print(
    '',
    `${spent.calls} calls, ${Math.round(spent.tokens / 1_000)}k tokens, at most ${Math.round(spent.largest)} in one, the longest answer ${Math.round(100 * spent.fullest)} % of its limit; ${seconds.toFixed(1)} s, ${Math.round(spent.peakBytes / 1e6)} MB resident`,
  )
  const cost = spent.tokens / size
  await oneMore(workshop, quartz, size, spent, print)
  await pool.query('truncate postmortems, answers, reports cascade')
  return cost
}

/** Takes one digest more in, as its publication does. */
async function oneMore(
  workshop: Workshop,
  quartz: Technology,
  size: number,
  spent: Spent,
  print: (name: string, text: string) => void,
): Promise<void> {
  const [another] = plantDigests(1, size + 1).digests
  if (!another) throw new Error('one digest was asked for')
  const id = size + 1
  await storePlanted(workshop.database.pool, workshop.embedder, [{ ...another.digest, id, postmortemId: id }])
  const before = spent.calls
  await keepFolded(workshop, quartz)
  print('', `one digest more: ${spent.calls - before} calls`)
}
