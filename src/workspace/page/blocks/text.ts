import type { TextObject } from '@slack/types'
import type { ReactNode } from 'react'
import { withEmoji } from './emoji.ts'
import { mrkdwn } from './mrkdwn.ts'
import type { Names } from './surroundings.ts'

/** A text object: markup is read in mrkdwn alone; plain text stays as it is, but for emoji where they are wanted. */
export function text(object: TextObject, names: Names): ReactNode {
  if (object.type === 'mrkdwn') return mrkdwn(object.text, names, object.verbatim)
  return object.emoji === false ? object.text : withEmoji(object.text)
}
