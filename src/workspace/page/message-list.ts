import { createElement as h, type ReactNode } from 'react'
import type { Message } from '../model.ts'
import { messageView } from './message-view.ts'
import { dateOf, dayName } from './time.ts'
import type { Viewer } from './workspace-reader.ts'

const groupedWithinMs = 5 * 60_000

type FooterOf = (message: Message) => ReactNode

/** A channel's messages in the order of their time, with a line where a day begins and what belongs below each. */
export function messageList(messages: readonly Message[], viewer: Viewer, footerOf: FooterOf): ReactNode[] {
  const now = viewer.workspace.state.clock()
  return messages.flatMap((message, index) => {
    const previous = messages[index - 1]
    const day = dayName(message.ts, now)
    const beginsDay = !previous || dayName(previous.ts, now) !== day
    const isGrouped = !beginsDay && footerOf(previous) === null && follows(message, previous)
    const view = messageView(message, viewer, { isGrouped, footer: footerOf(message) })
    return beginsDay ? [dayLine(day, message.ts), view] : [view]
  })
}

/** The replies of a thread: too short a stretch to tell days apart. */
export function replyList(replies: readonly Message[], viewer: Viewer): ReactNode[] {
  return replies.map((message, index) => {
    const previous = replies[index - 1]
    return messageView(message, viewer, { isGrouped: previous !== undefined && follows(message, previous) })
  })
}

function dayLine(day: string, ts: string): ReactNode {
  const key = `day ${ts}`
  return h('div', { key, 'data-key': key, className: 'line' }, h('span', {}, day))
}

function follows(message: Message, previous: Message): boolean {
  return (
    message.userId === previous.userId &&
    message.ephemeralTo === previous.ephemeralTo &&
    dateOf(message.ts).getTime() - dateOf(previous.ts).getTime() < groupedWithinMs
  )
}

/** What stands in a place for everybody and what only this person sees, by time. */
export function together(messages: readonly Message[], ephemerals: readonly Message[]): readonly Message[] {
  return [...messages, ...ephemerals].sort((a, b) => a.ts.localeCompare(b.ts))
}
