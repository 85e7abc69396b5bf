import type { MrkdwnElement, PlainTextElement } from '@slack/types'
import { clamped } from '../untrusted/clamped.ts'
import { clean, oneLine } from '../untrusted/clean.ts'
import { clampedMrkdwn } from './clamped-mrkdwn.ts'

/** Slack refuses empty text, so nothing is shown as this. */
export const nothing = '—'

/** Text, or a dash where there is nothing to see. */
export const orNothing = (text: string): string => (text.trim() === '' ? nothing : text)

/** Untrusted text on one line, at most `max` characters: titles, labels, buttons. */
export const line = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: clamped(orNothing(oneLine(text)), max),
  emoji: false,
})

/** Untrusted text with its lines, at most `max` characters. */
export const plain = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: clamped(orNothing(clean(text)), max),
  emoji: false,
})

/** Mrkdwn that our own code wrote, in which every untrusted word went through `mrkdwn`; Slack links nothing by itself. */
export const ownMrkdwn = (text: string, max = 3_000): MrkdwnElement => ({
  type: 'mrkdwn',
  text: clampedMrkdwn(orNothing(clean(text)), max),
  verbatim: true,
})
