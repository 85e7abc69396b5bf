import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Filter, Technology } from '../domain.ts'
import { foldTechnology } from '../jobs/fold-technology.ts'
import type { Workshop } from '../jobs/job.ts'
import { readMatrix } from '../jobs/matrix.ts'
import type { OpenWorkshop } from '../lode.ts'
import { writtenPage } from '../notion/written-page.ts'
import { reportContents } from '../pipeline/report-contents.ts'
import { exportedReport } from '../pipeline/report-export.ts'
import { resolveTechnology } from '../pipeline/technologies.ts'
import { promptsBehind } from '../store/answers.ts'
import { readReport } from '../store/reports.ts'
import { green, print, printJson } from '../terminal/print.ts'
import { type CommandOf, command, type FilterOptions, readFilter, withFilter, withWorkshop } from './command.ts'

type Options = FilterOptions & { readonly json?: boolean; readonly out?: string }

/** `lode report`: the one-pager of a technology as files. */
export const reportCommand: CommandOf = (wire) =>
  withFilter(
    command(
      'report',
      'Write the one-pager of a technology as Markdown and JSON, the same bytes for the same digests, prompts and model.',
      ['report dynamodb --out reports', 'report postgresql --since 2025-01 --team payments --json'],
    ),
  )
    .argument('<technology>', 'id, name or alias; all for the matrix of all technologies')
    .option('--out <folder>', 'writes <technology>.md and <technology>.json there; without it the Markdown is printed')
    .action(async (name: string, { json, out, ...narrowed }: Options) => {
      const lode = wire()
      const technology = name.toLowerCase() === 'all' ? null : resolveTechnology(lode.technologies, name)
      const { markdown, data } = await withWorkshop(lode, {}, async (workshop) => {
        const filter = await readFilter(workshop.database.pool, narrowed)
        return technology ? exportedOnePager(workshop, technology, filter) : exportedMatrix(workshop, filter)
      })
      if (out === undefined) return json ? printJson(data) : print(markdown)
      const file = technology?.id ?? 'all'
      const files = { [`${file}.md`]: markdown, [`${file}.json`]: JSON.stringify(data, null, 2) }
      await mkdir(out, { recursive: true })
      for (const [target, text] of Object.entries(files)) await writeFile(path.join(out, target), `${text}\n`)
      if (json) printJson({ files: Object.keys(files).map((file) => path.join(out, file)) })
      else print(...Object.keys(files).map((file) => `${green('✓')} ${path.join(out, file)}`))
    })

/** A one-pager as Markdown and as data: the same bytes for the same digests, prompts and model, whatever ids a database gave. */
export async function exportedOnePager(workshop: Workshop, technology: Technology, filter: Filter) {
  const { pool } = workshop.database
  const stored = await foldTechnology(workshop, technology, { isUrgent: true })
  const report = await readReport(pool, technology, stored, filter)
  const prompts = await promptsBehind(pool, stored.answerKeys)
  const question = { technology, ...filter, refresh: false, askedBy: '', progress: { state: 'done' as const } }
  const contents = reportContents(question, report, {
    changes: null,
    costUsd: 0,
    tokens: 0,
    foldedAt: null,
    kept: null,
    audit: null,
  })
  const page = { title: `${technology.name}: failure patterns`, contents: [...contents.values()], prompts }
  return { markdown: `# ${page.title}\n\n${writtenPage(page)}`, data: exportedReport(report, prompts) }
}

/** The day of the count is left out: it differs where all else is the same. */
async function exportedMatrix(workshop: OpenWorkshop, filter: Filter) {
  const { matrix, crossings } = await readMatrix(workshop, filter)
  const { kind: _, countedOn: __, ...counts } = matrix
  const { kind: ___, ...themes } = crossings
  const page = { contents: [matrix, crossings], prompts: [] }
  return { markdown: `# All technologies: failure patterns\n\n${writtenPage(page)}`, data: { ...counts, ...themes } }
}
