import type { Content } from '../content.ts'
import type { Page } from '../ports.ts'
import { counted, ledgerLine, modelLine } from '../words.ts'
import { crossingsSection, matrixSection } from './written-matrix.ts'
import { opportunitySection } from './written-opportunity.ts'
import { patternSection, rareSection, reportSection } from './written-report.ts'
import { plain } from './written-text.ts'

/**
 * A page as Notion's Markdown. Blocks stand apart by empty lines and nothing is indented, so that the older and the newer
 * form of it are read alike: https://developers.notion.com/guides/data-apis/migrate-to-notion-flavored-markdown.
 */
export function writtenPage({
  contents,
  approvedOn,
  prompts,
}: Omit<Page, 'title' | 'approvedOn'> & Partial<Page>): string {
  const patterns = contents.filter((content) => content.kind === 'pattern').length
  const blocks = [
    ...(approvedOn === undefined
      ? []
      : [
          `*Approved on ${approvedOn}. Lode writes this page anew when what it says has changed: edits of it are lost.*`,
        ]),
    ...contents.flatMap((content) => section(content, patterns)),
  ]
  if (prompts.length > 0) blocks.push('Prompts, by the first digits of their hashes:', list(prompts.map(promptLine)))
  return blocks.join('\n\n')
}

function section(content: Content, patterns: number): string[] {
  switch (content.kind) {
    case 'report':
      return reportSection(content)
    case 'pattern':
      return patternSection(content, patterns)
    case 'rare':
      return rareSection(content)
    case 'ledger':
      return ledgerSection(content)
    case 'matrix':
      return matrixSection(content)
    case 'crossings':
      return crossingsSection(content)
    case 'removed':
      return ['*What stood here was taken away: what it rested on may not be shown any more.*']
    case 'opportunity':
      return opportunitySection(content)
    default:
      throw new Error(`A page has no place for a ${content.kind}.`)
  }
}

function ledgerSection({ ledger, model, tokens, costUsd, foldedAt }: Extract<Content, { kind: 'ledger' }>): string[] {
  const spent = tokens > 0 ? ` It took ${counted(tokens, 'token')} and $${costUsd.toFixed(4)}.` : ''
  return [
    '## Ledger',
    `Of all postmortems: ${ledgerLine(ledger)}.`,
    '## How this was made',
    `The patterns were ${plain(modelLine(model), 200)}${foldedAt === null ? '' : ` on ${foldedAt.slice(0, 10)}`}.${spent}`,
  ]
}

const promptLine = ({ stage, version }: Page['prompts'][number]): string => `- ${plain(stage, 40)}: ${version}`

function list(lines: readonly string[]): string {
  return lines.join('\n')
}
