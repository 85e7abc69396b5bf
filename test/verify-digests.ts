import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * An independent check of what Lode shows: runs `lode map <folder> --json` and, without any of Lode's own code, looks
 * up every quote and every number of every ready digest and summary in the file as it lies on disk.
 *
 *   npm exec -- node test/verify-digests.ts <folder>
 */

type Statement = { text: string; quote: string }
type Thread = { summary: Record<string, Statement[]>; findings: { state: string; sentences: Statement[] }[] }
type Result = { sourceId: string; thread?: Thread; refused?: string }

export type Verification = {
  readonly documents: number
  readonly refused: number
  readonly quotes: number
  readonly numbers: number
  /** What could not be found, with the document that it was said to stand in. */
  readonly strayQuotes: readonly string[]
  readonly strayNumbers: readonly string[]
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export function verifyDigests(folder: string): Verification {
  const output = execFileSync(process.execPath, [main, 'map', folder, '--json'], { maxBuffer: 1e9, encoding: 'utf8' })
  const results = JSON.parse(output) as Result[]
  const quotes: string[] = []
  const strayQuotes: string[] = []
  const numbers: string[] = []
  const strayNumbers: string[] = []
  for (const { sourceId, thread } of results) {
    if (!thread) continue
    const source = flat(readFileSync(path.join(folder, sourceId), 'utf8'))
    const known = new Set(numbersIn(source))
    const shown = [
      ...Object.values(thread.summary),
      ...thread.findings.filter((one) => one.state === 'ready').map((one) => one.sentences),
    ].flat()
    for (const { text, quote } of shown) {
      quotes.push(quote)
      if (!standsIn(source, quote)) strayQuotes.push(`${sourceId}: ${quote}`)
      for (const number of numbersIn(withoutPlaceholders(text))) {
        numbers.push(number)
        if (!known.has(number)) strayNumbers.push(`${sourceId}: ${number} in “${text}”`)
      }
    }
  }
  const refused = results.filter((result) => !result.thread).length
  return {
    documents: results.length,
    refused,
    quotes: quotes.length,
    numbers: numbers.length,
    strayQuotes,
    strayNumbers,
  }
}

/** Line breaks and the syntax of links are how a document is written, not what it says. */
function flat(text: string): string {
  return text.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\s+/g, ' ')
}

/** Redacted words were replaced by placeholders: what stands between them must be there, in this order. */
function standsIn(source: string, quote: string): boolean {
  const parts = flat(quote)
    .split(/\[[A-Z]+_\d+\]|\[link\]/)
    .map((part) => part.trim())
  let from = 0
  return parts.every((part) => {
    const at = source.indexOf(part, from)
    from = at + part.length
    return at !== -1
  })
}

function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\[[A-Z]+_\d+\]/g, ' ')
}

function numbersIn(text: string): string[] {
  return text.match(/\d+(?:[.,:]\d+)*/g) ?? []
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2]
  if (!folder) throw new Error('usage: node test/verify-digests.ts <folder>')
  const { documents, refused, quotes, numbers, strayQuotes, strayNumbers } = verifyDigests(folder)
  console.log(`${documents} documents, ${refused} refused`)
  console.log(`quotes found in their source:  ${quotes - strayQuotes.length} of ${quotes}`)
  console.log(`numbers found in their source: ${numbers - strayNumbers.length} of ${numbers}`)
  for (const stray of [...strayQuotes, ...strayNumbers]) console.log(`  ${stray}`)
  process.exitCode = strayQuotes.length + strayNumbers.length > 0 ? 1 : 0
}
