import type { MessageBlock } from '../block-kit/chart-block.ts'
import { fitted } from '../block-kit/fitted.ts'
import { mrkdwn } from '../block-kit/mrkdwn.ts'
import { message } from '../block-kit/surfaces.ts'
import type { Content } from '../content.ts'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import { curationBlocks } from './curation-blocks.ts'
import { digestBlocks } from './digest-blocks.ts'
import { findingBlocks, removedBlocks, similarBlocks, summaryBlocks } from './finding-blocks.ts'
import { crossingsBlocks, matrixBlocks } from './matrix-blocks.ts'
import type { Shown } from './message-blocks.ts'
import { opportunitiesBlocks, opportunityBlocks } from './opportunity-blocks.ts'
import { ledgerBlocks, patternBlocks } from './pattern-blocks.ts'
import { rareBlocks } from './rare-blocks.ts'
import { helpBlocks, noteBlocks, technologiesBlocks } from './reply-blocks.ts'
import { reportBlocks } from './report-blocks.ts'
import { statusBlocks } from './status-blocks.ts'

/** What a content's picture has become: a chart that Slack draws, or an image that was uploaded. */
export type RenderOptions = { readonly picture?: MessageBlock }

/** What a content looks like in Slack. Whatever it holds, Slack takes the message; `text` is what notifications say. */
export function render(content: Content, options: RenderOptions = {}): { text: string; blocks: MessageBlock[] } {
  const { text, blocks } = shown(content, options)
  return message(notification(text), fitted(blocks))
}

function shown(content: Content, { picture }: RenderOptions): Shown {
  switch (content.kind) {
    case 'digest':
      return digestBlocks(content)
    case 'summary':
      return summaryBlocks(content)
    case 'finding':
      return findingBlocks(content)
    case 'similar':
      return similarBlocks(content)
    case 'removed':
      return removedBlocks(content)
    case 'report':
      return reportBlocks(content, picture)
    case 'pattern':
      return patternBlocks(content)
    case 'rare':
      return rareBlocks(content)
    case 'ledger':
      return ledgerBlocks(content)
    case 'matrix':
      return matrixBlocks(content, picture)
    case 'crossings':
      return crossingsBlocks(content)
    case 'opportunities':
      return opportunitiesBlocks(content)
    case 'opportunity':
      return opportunityBlocks(content)
    case 'help':
      return helpBlocks()
    case 'note':
      return noteBlocks(content)
    case 'technologies':
      return technologiesBlocks(content)
    case 'status':
      return statusBlocks(content)
    case 'curation':
      return curationBlocks(content)
  }
}

const longestNotification = 200

/** So much of the text that it is short enough even when its special characters have become entities. */
function notification(text: string): string {
  let short = clamped(oneLine(text), longestNotification)
  while (mrkdwn(short).length > longestNotification) short = clamped(short, Math.floor(short.length * 0.9))
  return short
}
