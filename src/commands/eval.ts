import { type Label, readLabels } from '../evaluation/labels.ts'
import {
  type AttributionScores,
  type Share,
  scoreAttribution,
  scoreThemes,
  type ThemeScore,
} from '../evaluation/scores.ts'
import { foldTechnology } from '../jobs/fold-patterns.ts'
import type { OpenWorkshop } from '../lode.ts'
import { addsUp } from '../pipeline/fold.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { technologyCounts, verdicts } from '../store/digests.ts'
import { readReport } from '../store/reports.ts'
import { bold, dim, green, print, printJson, red } from '../terminal/print.ts'
import { modelLine } from '../terminal/words.ts'
import { backfill } from './backfill.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

type Result = {
  readonly model: string
  readonly seconds: number
  readonly states: Readonly<Record<string, number>>
  readonly attribution: AttributionScores
  readonly themes: readonly ThemeScore[]
  readonly ledgers: { readonly checked: number; readonly addUp: number }
}

/** `lode eval`: how truthful the pipeline is on labelled documents. Works in memory; nothing is stored. */
export const evalCommand: CommandOf = (wire) =>
  command('eval', 'Compare what the pipeline finds with labels made by people.', [
    'eval examples/postmortems --labels examples/labels.csv',
    'eval ./docs --labels labels.csv --json',
  ])
    .argument('<folder>', 'a folder of Markdown files')
    .requiredOption('--labels <file>', 'CSV with slug, tech_causal, tech_mentioned_only and, if known, theme')
    .action(async (folder: string, { labels: file, json }: { labels: string; json?: boolean }) => {
      const lode = wire()
      const labels = readLabels(file)
      const options = { address: { memory: true as const }, folder, log: lode.log.child({}, { level: 'silent' }) }
      const result = await withWorkshop(lode, options, (workshop) => evaluate(workshop, labels, json === true))
      if (json) printJson(result)
      else print(...resultText(result))
    })

async function evaluate(workshop: OpenWorkshop, labels: readonly Label[], quiet: boolean): Promise<Result> {
  const { documents, seconds } = await backfill(workshop, { quiet })
  const stored = await verdicts(workshop.database.pool)
  const found = new Map(stored.map(({ sourceId, causal }) => [slugOf(sourceId), causal]))
  const { patterns, ledgers } = await foldAll(workshop)
  return {
    model: workshop.modelName,
    seconds,
    states: documents,
    attribution: scoreAttribution(labels, found),
    themes: scoreThemes(labels, patterns),
    ledgers,
  }
}

async function foldAll(workshop: OpenWorkshop) {
  const { database, technologies } = workshop
  const slugs = new Map(
    (await verdicts(database.pool)).map(({ postmortemId, sourceId }) => [postmortemId, slugOf(sourceId)]),
  )
  const patterns: { name: string; slugs: string[] }[] = []
  const ledgers = { checked: 0, addUp: 0 }
  for (const { technology: id } of await technologyCounts(database.pool)) {
    const technology = resolveTechnology(technologies, id)
    const report = await readReport(database.pool, technology, await foldTechnology(workshop, technology), null)
    ledgers.checked += 1
    if (addsUp(report.ledger)) ledgers.addUp += 1
    for (const { name, incidents } of report.patterns) {
      patterns.push({
        name: `${id} · ${name}`,
        slugs: incidents.flatMap((incident) => slugs.get(incident.postmortemId) ?? []),
      })
    }
  }
  return { patterns, ledgers }
}

function slugOf(sourceId: string): string {
  return sourceId.replace(/^.*\//, '').replace(/\.(md|markdown|txt)$/, '')
}

function resultText({ model, seconds, states, attribution, themes, ledgers }: Result): string[] {
  const { documents, precision, recall, f1, blamed, falseNone } = attribution
  const row = (name: string, value: Share): string =>
    `  ${name.padEnd(34)} ${percent(value.share)}  ${dim(`${value.hits} of ${value.of}, 95 % interval ${percent(value.low)} to ${percent(value.high)}`)}`
  return [
    `${bold('Documents')}  ${Object.entries(states)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ')}; ${documents} compared; ${seconds.toFixed(1)} s`,
    bold('Causal technologies'),
    row('precision', precision),
    row('recall', recall),
    `  ${'F1'.padEnd(34)} ${f1.toFixed(2)}`,
    row('only mentioned, but blamed', blamed),
    row('none named although there was one', falseNone),
    ...(themes.length > 0 ? [bold('Planted themes'), ...themes.map(themeText)] : []),
    `${bold('Ledgers')}  ${ledgers.addUp} of ${ledgers.checked} add up`,
    dim(modelLine(model)),
  ]
}

function themeText({ theme, planted, together, patternSize, pattern }: ThemeScore): string {
  const isWhole = together / planted >= 0.7
  const mark = planted < 3 ? dim('·') : isWhole ? green('✓') : red('×')
  return `  ${mark} ${theme.padEnd(30)} ${together} of ${planted} ${dim(pattern ? `in “${pattern}” (${patternSize})` : 'in no pattern')}`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`.padStart(7)
}
