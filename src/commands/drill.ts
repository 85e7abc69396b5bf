import { UserError } from '../errors.ts'
import { seeded } from '../evaluation/corruptions.ts'
import { type DrillLog, type DrillResult, drillAsk, drillResult, judged } from '../evaluation/drill.ts'
import type { Lode } from '../lode.ts'
import { isInnocent } from '../pipeline/innocence.ts'
import { mentionsOf } from '../pipeline/mentions.ts'
import type { Narrative } from '../pipeline/narrative.ts'
import { mapPostmortem } from '../pipeline/pipeline.ts'
import { redact } from '../redaction/redact.ts'
import { bold, dim, print, printJson } from '../terminal/print.ts'
import { modelLine } from '../words.ts'
import { type CommandOf, command } from './command.ts'

type Options = { readonly rate: string; readonly seed: string; readonly json?: boolean }

/** `lode drill`: corrupts good answers on purpose and counts what the evidence gate catches. */
export const drillCommand: CommandOf = (wire) =>
  command('drill', 'Corrupt good answers on purpose, and count what the evidence gate catches and what it costs.', [
    'drill examples/postmortems',
    'drill ./docs --rate 0.4 --seed 7 --json',
  ])
    .argument('<folder>', 'a folder of Markdown files')
    .option('--rate <share>', 'share of answers that are corrupted', '0.4')
    .option('--seed <number>', 'the same seed corrupts the same answers', '1')
    .action(async (folder: string, { rate, seed, json }: Options) => {
      const share = Number(rate)
      if (!(share > 0 && share <= 1))
        throw new UserError(`--rate "${rate}" is no share. Write a number above 0 and up to 1.`)
      const lode = wire()
      const result = await drill(lode, folder, share, Number(seed))
      if (json) printJson(result)
      else print(...resultText(result, lode.modelName))
    })

async function drill(lode: Lode, folder: string, rate: number, seed: number): Promise<DrillResult> {
  const { technologies } = lode
  const log: DrillLog = { attempts: [], good: 0, lost: 0 }
  const random = seeded(seed)
  const bystandersOf = (narrative: Narrative) => {
    const named = new Set(mentionsOf(technologies, narrative.text).map((mention) => mention.technology))
    return technologies.filter(({ id }) => named.has(id) && isInnocent(narrative, technologies, id))
  }
  const ask = drillAsk(lode.ask, { rate, random, bystandersOf, log })
  const verdicts: ReturnType<typeof judged> = []
  for await (const item of lode.sourceOf(folder).items()) {
    if ('unreadable' in item || item.document.restricted) continue
    const from = log.attempts.length
    const { title, body } = await redact(item.document, lode.config.roster)
    const mapping = await mapPostmortem(ask, { title, body }, technologies)
    verdicts.push(...judged(log.attempts.slice(from), mapping))
  }
  return drillResult(verdicts, log)
}

function resultText({ kinds, good, lost, posted }: DrillResult, model: string): string[] {
  const rows = kinds.map(({ kind, tried, caught, by }) => {
    const gates = Object.entries(by).map(([gate, count]) => `${gate} ${count}`)
    return `  ${kind.replaceAll('_', ' ').padEnd(20)} ${percent(caught, tried)} caught  ${dim(`${caught} of ${tried}: ${gates.join(', ')}`)}`
  })
  return [
    bold('Corrupted on purpose'),
    ...rows,
    `  ${'good statements lost'.padEnd(20)} ${percent(lost, good)}         ${dim(`${lost} of ${good}`)}`,
    `  ${'posted all the same'.padEnd(20)} ${String(posted).padStart(7)}`,
    dim(modelLine(model)),
  ]
}

function percent(hits: number, of: number): string {
  return `${of === 0 ? '–' : ((100 * hits) / of).toFixed(1)} %`.padStart(7)
}
