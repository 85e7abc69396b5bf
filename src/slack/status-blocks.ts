import type { KnownBlock } from '@slack/types'
import { header } from '../block-kit/blocks.ts'
import { type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { ChannelTrouble, ReplyContent } from '../reply-content.ts'
import { counted } from '../words.ts'
import { brief, list } from './incident-blocks.ts'
import { bold, code, lines, type Shown } from './message-blocks.ts'

type Status = Extract<ReplyContent, { kind: 'status' }>

/** What is stored, what is under way, and what needs a person. */
export function statusBlocks(status: Status): Shown {
  const { votes, waitingForCurators } = status
  const waiting = waitingForCurators === 0 ? 'nothing waits' : `${counted(waitingForCurators, 'item')} waiting`
  return {
    text: `Postmortems: ${documentsText(status)}`,
    blocks: [
      header('Status'),
      ...queueBlocks(status),
      richText(
        lines(
          [bold('Curation: '), `${waiting} for a curator`],
          [bold('Votes: '), `👍 ${votes.up.toLocaleString('en')} · 👎 ${votes.down.toLocaleString('en')}`],
        ),
      ),
    ],
  }
}

/** Documents, jobs and channels; the home page shows the same. */
export function queueBlocks(status: Status): KnownBlock[] {
  const { documents, pending, givenUp, channelTroubles, waitingForCurators } = status
  const unread = documents
    .filter(({ state }) => ['unreadable', 'failed'].includes(state))
    .reduce((sum, row) => sum + row.documents, 0)
  const isQuiet = givenUp.length === 0 && channelTroubles.length === 0 && waitingForCurators === 0 && unread === 0
  return [
    richText(
      lines(
        [bold('Postmortems: '), documentsText(status)],
        [bold('Queue: '), `${counted(pending, 'job')} under way, ${givenUp.length.toLocaleString('en')} given up`],
        isQuiet ? ['✅ Nothing needs you.'] : [],
        unread > 0
          ? [
              `⚠️ ${counted(unread, 'document')} could not be read or digested. Whoever runs Lode sees which, and why, with `,
              code('npm run lode -- status'),
              '.',
            ]
          : [],
      ),
    ),
    ...(givenUp.length > 0
      ? [
          richText(
            paragraph(bold('Given up')),
            ...list(givenUp, givenUpParts, { room: 2_500 }),
            paragraph('Whoever runs Lode tries them again with ', code('npm run lode -- retry'), '.'),
          ),
        ]
      : []),
    ...(channelTroubles.length > 0
      ? [
          richText(
            paragraph(bold('Channels that can’t be written to')),
            ...list(channelTroubles, troubleParts, { room: 2_500 }),
            paragraph(
              'Unarchive the channel or invite Lode to it (',
              code('/invite @lode'),
              '): then what waits is posted.',
            ),
          ),
        ]
      : []),
  ]
}

const documentWords: Readonly<Record<string, string>> = { mapped: 'digested', held: 'held back' }

function documentsText({ documents }: Status): string {
  const all = documents.reduce((sum, row) => sum + row.documents, 0)
  if (all === 0) return 'none yet'
  const parts = documents
    .slice(0, 12)
    .map((row) => `${row.documents.toLocaleString('en')} ${documentWords[row.state] ?? brief(row.state, 40)}`)
  return `${all.toLocaleString('en')} (${parts.join(', ')})`
}

const givenUpParts = ({ job, reason }: Status['givenUp'][number]): Part[] => [
  bold(brief(job, 60)),
  ` — ${brief(reason, 300)}`,
]

/** Slack shows the name of a channel by its id, to those who may see it. */
function troubleParts({ channel, reason, messages }: ChannelTrouble): Part[] {
  const name: Part = /^[CG][A-Z0-9]{2,}$/.test(channel)
    ? { type: 'channel', channel_id: channel }
    : bold(brief(channel, 80))
  return [name, ` — ${counted(messages, 'message')} waiting. ${brief(reason, 300)}`]
}
