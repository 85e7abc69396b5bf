import type { Message, View } from './model.ts'

/**
 * How the app took something: in time, too late (3 s), not at all (unreachable, or an error status), or Slack refused
 * to send it. What the person sees of it is in the workspace: a message, or an ephemeral one from Slackbot.
 */
export type Outcome = 'acknowledged' | 'operation_timeout' | 'dispatch_failed' | 'refused'

/** What became of a modal that was submitted. With `errors` it stays open and shows them. */
export type Submission = {
  readonly outcome: Outcome
  readonly result: 'closed' | 'cleared' | 'updated' | 'pushed' | 'errors' | 'unchanged'
}

/**
 * What is put into inputs, by action id, or by `block_id/action_id` where an action id occurs twice. A text, an
 * option's value or an id; a list of them where several can be chosen; null to empty it.
 */
export type Entries = Readonly<Record<string, string | readonly string[] | null>>

/** What a person can do in the workspace and what is to be seen there. Unknown ids throw. */
export interface People {
  /** Types a slash command. Resolves when the app has answered or the person was told that it did not. */
  command(userId: string, channelId: string, command: string, text: string, threadTs?: string): Promise<Outcome>
  /** Writes a message; the app hears of it when it is mentioned or in a direct message with it. */
  say(userId: string, channelId: string, text: string, threadTs?: string): Message
  react(userId: string, channelId: string, ts: string, name: string): void
  unreact(userId: string, channelId: string, ts: string, name: string): void
  /**
   * Uses an element of a message, also of an ephemeral one. `value` chooses the option of a menu, the side of feedback
   * buttons, or the element where several share the action id.
   */
  click(userId: string, channelId: string, ts: string, actionId: string, value?: string | string[]): Promise<Outcome>
  /** Uses an element of a modal or of the home tab. */
  clickInView(userId: string, viewId: string, actionId: string, value?: string | string[]): Promise<Outcome>
  submit(userId: string, viewId: string, entries?: Entries): Promise<Submission>
  /** Closes a modal; the app hears of it when it asked to. */
  close(userId: string, viewId: string): Promise<void>
  /** Uses a shortcut of a message. */
  shortcut(userId: string, channelId: string, ts: string, callbackId: string): Promise<Outcome>
  openHome(userId: string, tab?: 'home' | 'messages'): void
  /** The direct message with the bot, made when there is none yet. */
  directMessage(userId: string): string
  /** What stands in a channel, oldest first, without replies that were not sent to the channel too. */
  history(channelId: string): readonly Message[]
  /** A parent and its replies, oldest first. */
  thread(channelId: string, ts: string): readonly Message[]
  /** What only this person sees, oldest first. */
  ephemerals(userId: string): readonly Message[]
  /** The modal on top, or null. */
  openModal(userId: string): View | null
  homeOf(userId: string): View | null
}
