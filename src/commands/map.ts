import { stat } from 'node:fs/promises'
import type { SourceItem } from '../domain.ts'
import { UserError } from '../errors.ts'
import { readFileItem } from '../folder/folder-source.ts'
import type { Lode } from '../lode.ts'
import { mapPostmortem } from '../pipeline/pipeline.ts'
import { redact } from '../redaction/redact.ts'
import { plain, print, printJson, red } from '../terminal/print.ts'
import { type Thread, threadText } from '../terminal/thread.ts'
import { type CommandOf, command } from './command.ts'
import { threadHead } from './thread-of.ts'

/** `lode map`: the digests of a file or folder, without storing anything. */
export const mapCommand: CommandOf = (wire) =>
  command('map', 'Print the digests of a Markdown file or folder, without storing anything.', [
    'map postmortem.md',
    'map ./postmortems --json',
  ])
    .argument('<file-or-folder>', 'a Markdown file, or a folder of them')
    .action(async (target: string, { json }: { json?: boolean }) => {
      const lode = wire()
      const results: Result[] = []
      for await (const item of itemsOf(lode, target)) {
        const result = await resultOf(lode, item)
        results.push(result)
        if (!json)
          print(
            'thread' in result
              ? `${threadText(result.thread)}\n`
              : `${red('×')} ${plain(item.sourceId)}: ${plain(result.refused)}\n`,
          )
      }
      if (json) printJson(results)
      if (results.length === 0) throw new UserError(`${target} holds no published Markdown file.`)
      if (results.every((result) => 'refused' in result)) process.exitCode = 1
    })

type Result = { readonly sourceId: string } & ({ readonly thread: Thread } | { readonly refused: string })

async function* itemsOf(lode: Lode, target: string): AsyncIterable<SourceItem> {
  const found = await stat(target).catch((error: unknown) => {
    throw new UserError(`${target} is not there. Name a Markdown file or a folder.`, { cause: error })
  })
  if (found.isDirectory()) return yield* lode.sourceOf(target).items()
  const item = await readFileItem(target)
  if (item) yield item
}

async function resultOf(lode: Lode, item: SourceItem): Promise<Result> {
  const { sourceId } = item
  if ('unreadable' in item) return { sourceId, refused: item.unreadable }
  const { document } = item
  if (document.restricted) return { sourceId, refused: 'marked as restricted; it is not processed.' }
  const { title, body } = await redact(document, lode.config.roster)
  const { incidentDate } = document
  const mapping = await mapPostmortem(
    lode.ask,
    { title, body, ...(incidentDate && { incidentDate }) },
    lode.technologies,
  )
  const { summary, findings, dropped } = mapping
  return {
    sourceId,
    thread: { ...threadHead(document, { title, body }), summary, findings, dropped, model: lode.modelName },
  }
}
