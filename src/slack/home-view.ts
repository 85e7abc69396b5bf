import type { HomeView, KnownBlock } from '@slack/types'
import { actions, context, divider, header } from '../block-kit/blocks.ts'
import { bullets, type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import { home } from '../block-kit/surfaces.ts'
import { voteReasons } from '../domain.ts'
import type { HomeContent } from '../reply-content.ts'
import { counted, roleWords, voteReasonWords } from '../words.ts'
import { itemBlocks } from './curation-blocks.ts'
import { brief, facts, incidentLine, list } from './incident-blocks.ts'
import { bold, code } from './message-blocks.ts'
import { askButtons } from './question-blocks.ts'
import { queueBlocks } from './status-blocks.ts'

/** The app's own page: whether all is well, what is new, what recurs, and what waits for whom. */
export function homeView(content: HomeContent): HomeView {
  return home([
    header('Queue'),
    ...queueBlocks(content.status),
    divider(),
    header('Latest digests'),
    latest(content),
    divider(),
    header('Patterns'),
    ...reports(content),
    divider(),
    header('Waiting for curation'),
    ...itemBlocks(content.curation),
    divider(),
    header('Votes'),
    votes(content),
    divider(),
    context('Ask me with /patterns, /opportunities or /lode help; in a thread, mention me.'),
  ])
}

function latest({ latest: incidents }: HomeContent): KnownBlock {
  if (incidents.length === 0) return richText(paragraph('No postmortem has been digested yet.'))
  return richText(...list(incidents.slice(0, 15), latestParts, { room: 8_000 }))
}

function latestParts({ technologies, ...incident }: HomeContent['latest'][number]): Part[] {
  const involved = technologies.slice(0, 6).map(({ name, role }) => `${brief(name, 40)} (${roleWords[role]})`)
  return incidentLine(incident, involved.join(', '))
}

function reports({ reports: known }: HomeContent): KnownBlock[] {
  if (known.length === 0)
    return [richText(paragraph('Nothing has been folded yet. Ask with ', code('/patterns dynamodb'), '.'))]
  const shown = known.slice(0, 20)
  return [
    richText(
      bullets(
        shown.map(({ name, patterns, incidents, foldedOn }) => [
          bold(brief(name, 80)),
          ` — ${facts(counted(patterns, 'pattern'), counted(incidents, 'incident'), `folded on ${foldedOn}`)}`,
        ]),
      ),
    ),
    actions('patterns', ...askButtons('patterns', shown, ({ name }) => `Ask again: ${name}`)),
  ]
}

function votes({ votes: stages }: HomeContent): KnownBlock {
  if (stages.length === 0) return richText(paragraph('Nobody has voted yet.'))
  return richText(
    bullets(
      stages.slice(0, 20).map(({ stage, up, down, reasons }) => {
        const why = voteReasons.flatMap((reason) =>
          reasons[reason] ? [`${voteReasonWords[reason]} ${reasons[reason]}`] : [],
        )
        return [
          bold(brief(stage, 60)),
          ` — 👍 ${up.toLocaleString('en')} · 👎 ${down.toLocaleString('en')}${why.length > 0 ? ` (${why.join(', ')})` : ''}`,
        ]
      }),
    ),
  )
}
