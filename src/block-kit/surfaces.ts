import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import type { z } from 'zod'
import { clamped } from '../untrusted/clamped.ts'
import type { MessageBlock } from './chart-block.ts'
import { homeView, modalView, outgoingMessage, slackErrorsOf } from './limits.ts'
import { mrkdwn } from './mrkdwn.ts'
import { line, orNothing } from './text-objects.ts'

/** What `chat.postMessage` is given to show. */
export type OutgoingMessage = { readonly text: string; readonly blocks: MessageBlock[] }

/**
 * A message that Slack takes, or an Error with every reason why it would not. `text` is untrusted; it is what
 * notifications and screen readers say. What may be long goes through `fitted` first.
 */
export function message(text: string, blocks: readonly MessageBlock[]): OutgoingMessage {
  const outgoing = { text: clamped(mrkdwn(orNothing(text)), 4_000), blocks: [...blocks] }
  refuseWhatSlackRefuses('message', outgoingMessage.safeParse(outgoing))
  return outgoing
}

/** A form, or an Error with every reason why Slack would not show it. `metadata` comes back to us and is never cut. */
export function modal(given: {
  readonly callbackId: string
  readonly title: string
  readonly submit?: string
  readonly close?: string
  readonly blocks: readonly KnownBlock[]
  readonly metadata?: string
}): ModalView {
  const view: ModalView = {
    type: 'modal',
    callback_id: given.callbackId,
    title: line(given.title, 24),
    blocks: [...given.blocks],
    ...(given.submit !== undefined && { submit: line(given.submit, 24) }),
    ...(given.close !== undefined && { close: line(given.close, 24) }),
    ...(given.metadata !== undefined && { private_metadata: given.metadata }),
  }
  refuseWhatSlackRefuses('modal', modalView.safeParse(view), '/view')
  return view
}

/** A home tab, or an Error with every reason why Slack would not show it. */
export function home(blocks: readonly KnownBlock[]): HomeView {
  const view: HomeView = { type: 'home', blocks: [...blocks] }
  refuseWhatSlackRefuses('home tab', homeView.safeParse(view), '/view')
  return view
}

function refuseWhatSlackRefuses(name: string, parsed: z.ZodSafeParseResult<unknown>, under = ''): void {
  if (!parsed.success)
    throw new Error(`Slack would refuse this ${name}:\n${slackErrorsOf(parsed.error, under).join('\n')}`)
}
