import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { everything } from '../domain.ts'
import { compareRuns, type Difference } from '../evaluation/compare.ts'
import { type Label, readLabels } from '../evaluation/labels.ts'
import { keepRun, type Run, readRun } from '../evaluation/run.ts'
import { scoreAttribution, scoreThemes } from '../evaluation/scores.ts'
import { percentile, scoreStages } from '../evaluation/stage-scores.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import type { Lode, OpenWorkshop } from '../lode.ts'
import { addsUp, everyPattern } from '../pipeline/fold.ts'
import { promptsFolder, promptsHash } from '../pipeline/prompt.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { answersInUse, secondsPerDocument } from '../store/answers.ts'
import type { DatabaseAddress } from '../store/database.ts'
import { technologyCounts, verdicts } from '../store/digests.ts'
import { readReport } from '../store/reports.ts'
import { dim, print, printJson } from '../terminal/print.ts'
import { comparisonText, runText } from '../terminal/run.ts'
import { backfill } from './backfill.ts'
import { type CommandOf, command, withWorkshop } from './command.ts'

type Options = {
  readonly labels: string
  readonly compare?: string
  readonly against?: string
  readonly json?: boolean
}

/** `lode eval`: how truthful the pipeline is on labelled documents. Has a database of its own. */
export const evalCommand: CommandOf = (wire) =>
  command('eval', 'Compare what the pipeline finds with labels made by people. Can be interrupted and run again.', [
    'eval examples/postmortems --labels examples/labels.csv',
    'eval ./docs --labels labels.csv --compare ./new-prompts',
    'eval ./docs --labels labels.csv --against .lode/eval/results/001-….json',
  ])
    .argument('<folder>', 'a folder of Markdown files')
    .requiredOption('--labels <file>', 'CSV with slug, tech_causal, tech_mentioned_only and, if known, theme')
    .option('--compare <folder>', 'run a second time with the prompts of this folder, and compare')
    .option('--against <file>', 'compare with a run that was kept')
    .action(async (folder: string, { labels: file, compare, against, json }: Options) => {
      const lode = wire()
      const labels = readLabels(file)
      const earlier = against === undefined ? null : readRun(against)
      const run = await evaluate(lode, folder, labels, promptsFolder, json === true)
      const second =
        compare === undefined ? null : await evaluate(lode, folder, labels, folderUrl(compare), json === true)
      const [one, other] = second ? [run, second] : [earlier, run]
      const differences =
        one && other
          ? compareRuns(labels, new Map(Object.entries(one.found)), new Map(Object.entries(other.found)))
          : []
      if (json) printJson({ ...run, second, differences })
      else
        print(
          ...report(
            [run, ...(second ? [second] : [])],
            one && other ? { names: [one.name, other.name], differences } : null,
          ),
        )
      const results = [run, ...(second ? [second] : [])]
      for (const result of results) {
        const kept = await keepRun(path.join(evalHome(lode), 'results'), result)
        if (!json) print(dim(`kept in ${path.relative(process.cwd(), kept)}`))
      }
    })

function report(
  runs: readonly Run[],
  comparison: { names: [string, string]; differences: readonly Difference[] } | null,
): string[] {
  return [
    ...runs.flatMap((run) => runText(run)),
    ...(comparison ? comparisonText(comparison.names, comparison.differences) : []),
  ]
}

function folderUrl(folder: string): URL {
  return pathToFileURL(`${path.resolve(folder)}${path.sep}`)
}

function evalHome({ config }: Lode): string {
  return path.join(config.home, 'eval')
}

/** One database for each set of prompts, so that a run that was cut off goes on. The built-in model is quick and keeps none. */
function evalAddress(lode: Lode, prompts: string): DatabaseAddress {
  return lode.brain.model === null ? { memory: true } : { folder: path.join(evalHome(lode), prompts) }
}

async function evaluate(
  lode: Lode,
  folder: string,
  labels: readonly Label[],
  prompts: URL,
  quiet: boolean,
): Promise<Run> {
  const hash = promptsHash(prompts)
  const options = { address: evalAddress(lode, hash), folder, prompts, log: lode.log.child({}, { level: 'silent' }) }
  return withWorkshop(lode, options, async (workshop) => {
    const { pool } = workshop.database
    const { documents, seconds } = await backfill(workshop, { quiet })
    const stored = await verdicts(pool, workshop.source.name)
    const found = Object.fromEntries(stored.map(({ sourceId, causal }) => [slugOf(sourceId), causal]))
    const { patterns, ledgers } = await foldAll(workshop)
    const perDocument = await secondsPerDocument(pool)
    return {
      name: `${workshop.modelName} ${hash}`,
      model: workshop.modelName,
      prompts: hash,
      states: documents,
      attribution: scoreAttribution(labels, new Map(Object.entries(found))),
      stages: scoreStages(await answersInUse(pool)),
      seconds: { p50: percentile(perDocument, 0.5), p95: percentile(perDocument, 0.95), all: seconds },
      themes: scoreThemes(labels, patterns),
      ledgers,
      found,
    }
  })
}

async function foldAll(workshop: OpenWorkshop) {
  const { database, technologies, source } = workshop
  const stored = await verdicts(database.pool, source.name)
  const slugs = new Map(stored.map(({ postmortemId, sourceId }) => [postmortemId, slugOf(sourceId)]))
  const patterns: { name: string; slugs: string[] }[] = []
  const ledgers = { checked: 0, addUp: 0 }
  for (const { technology: id } of await technologyCounts(database.pool)) {
    const technology = resolveTechnology(technologies, id)
    const report = await readReport(database.pool, technology, await foldTechnology(workshop, technology), everything)
    ledgers.checked += 1
    if (addsUp(report.ledger)) ledgers.addUp += 1
    for (const { name, incidents } of everyPattern(report)) {
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
