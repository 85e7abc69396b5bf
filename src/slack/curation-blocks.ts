import type { KnownBlock } from '@slack/types'
import { actions, context, header } from '../block-kit/blocks.ts'
import { button } from '../block-kit/elements.ts'
import { type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { CurationItem, ReplyContent } from '../reply-content.ts'
import { counted, gateWords, roleWords } from '../words.ts'
import { actionIds } from './action-ids.ts'
import { brief, incidentLine } from './incident-blocks.ts'
import { bold, lines, person, type Shown, series } from './message-blocks.ts'

type Curation = Extract<ReplyContent, { kind: 'curation' }>
type Disputed = Extract<CurationItem, { kind: 'disputed' }>
type Held = Extract<CurationItem, { kind: 'held' }>

/** Of so many items the texts and buttons fit into one message. */
const shownItems = 12

/** What waits for a curator. */
export function curationBlocks(curation: Curation): Shown {
  const count = counted(curation.items.length + curation.more, 'item')
  return {
    text: curation.items.length === 0 ? 'Nothing waits for a curator' : `${count} waiting for a curator`,
    blocks: [header('Waiting for a curator'), ...itemBlocks(curation)],
  }
}

/** The items, with buttons for those who may decide; the home page shows the same. */
export function itemBlocks({ items, more, mayDecide }: Curation): KnownBlock[] {
  if (items.length === 0) return [richText(paragraph('✅ Nothing waits.'))]
  const shown = items.slice(0, shownItems)
  const hidden = more + items.length - shown.length
  const isForOthers = !mayDecide && shown.some((item) => item.kind === 'disputed')
  return [
    ...shown.flatMap((item, place) =>
      item.kind === 'held' ? [heldBlock(item)] : disputedBlocks(item, mayDecide, place),
    ),
    ...(hidden > 0 ? [context(`and ${hidden.toLocaleString('en')} more`)] : []),
    ...(isForOthers ? [context('Curators decide on what is disputed.')] : []),
  ]
}

function disputedBlocks(item: Disputed, mayDecide: boolean, place: number): KnownBlock[] {
  const { digestId, postmortem, technology, role, by, words } = item
  const name = brief(technology.name, 80)
  const people = by.slice(0, 5).map((id) => [person(id)])
  const said: Part[][] = words.slice(0, 2).map((one) => [`“${brief(one, 200)}”`])
  const text = richText(
    lines(incidentLine(postmortem), [
      bold(name),
      ` as ${roleWords[role]} is disputed`,
      ...(people.length > 0 ? [' by ', ...series(people)] : []),
      said.length > 0 ? ': ' : '.',
      ...series(said),
    ]),
  )
  if (!mayDecide) return [text]
  const value = String(digestId)
  return [
    text,
    actions(
      `settle:${place}`,
      button({ text: 'Leave it out', actionId: actionIds.leaveOut, value }),
      button({ text: 'Take it back in', actionId: actionIds.takeBack, value }),
    ),
  ]
}

/** What the gate refused is not repeated: an invented sentence stays invented, whatever is written beside it. */
function heldBlock({ postmortem, technology, gates }: Held): KnownBlock {
  const what = technology === null ? 'The whole postmortem' : brief(technology.name, 80)
  const reasons = gates.map((gate) => gateWords[gate]).join('; ')
  return richText(
    lines(incidentLine(postmortem), [bold(what), ` is held back${reasons === '' ? '.' : `: ${reasons}.`}`]),
  )
}
