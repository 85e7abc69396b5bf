import type { Content } from './content.ts'
import type { SourceItem } from './domain.ts'

/** The outside world on one screen. Adapters live in the folder of the vendor they speak to. */

export type Tier = 'small' | 'large'

export type ModelRequest = {
  readonly tier: Tier
  /** Fixed per stage and registry, so that it can be cached by the provider. */
  readonly system: string
  /** Alternating turns, the first and the last from the user. */
  readonly turns: readonly { readonly from: 'user' | 'model'; readonly text: string }[]
  /** JSON schema of the answer, and a name for it. */
  readonly schema: { readonly name: string; readonly json: unknown }
  readonly maxTokens: number
  /** Somebody is waiting for the answer: it goes before what runs in the background. */
  readonly isUrgent?: boolean
  readonly signal?: AbortSignal
}

/** `text` should be the JSON that was asked for, but nobody has checked it yet. */
export type ModelReply = {
  readonly text: string
  /** Without those that the provider had cached. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly costUsd: number
}

/** A language model. Rejects when the call failed: `PermanentError` where a retry can't help, `BusyError` when throttled. */
export interface Model {
  /** The exact model behind a tier; part of every stored answer's key. */
  nameOf(tier: Tier): string
  answer(request: ModelRequest): Promise<ModelReply>
}

/** Turns texts into unit vectors of 1024 dimensions, in the order of the texts. */
export interface Embedder {
  readonly name: string
  /** The cosines from which on two digests are alike, and very much so; every embedder has a scale of its own. */
  readonly likeness: { readonly alike: number; readonly veryAlike: number }
  /** Whether two texts may be alike at all; there where vectors may say so by accident. */
  readonly mayBeAlike?: (one: string, other: string) => boolean
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[]>
}

/** Where postmortems come from. */
export interface DocumentSource {
  /** Stable for as long as its ids mean the same, as in `folder:postmortems`. */
  readonly name: string
  /**
   * Every item there is now; one that can't be read is yielded with the reason, never skipped. Of those that are not
   * published the restricted ones, of which nothing may be kept.
   */
  items(reading?: Reading): AsyncIterable<SourceItem | Unchanged | Gone>
  /** Null for a source that can only be read whole. */
  readonly live: LiveSource | null
}

/** A source that tells what has changed. Rejects when it can't be reached: then nothing is known of what was not yielded. */
export interface LiveSource {
  /** What may have changed since then: items as above, and those that are no longer published. */
  changes(since: Date, reading?: Reading): AsyncIterable<SourceItem | Unchanged | Gone>
  /** One item as it is now, or that it is not there or not published. */
  item(sourceId: string, signal?: AbortSignal): Promise<SourceItem | Gone>
}

/** What a reader knows already: an item with a known stamp is yielded without being read. */
export type Reading = {
  readonly isKnown?: (sourceId: string, stamp: string) => Promise<boolean>
  readonly signal?: AbortSignal
}
export type Unchanged = { readonly sourceId: string; readonly is: 'unchanged' }
/** Not there, or not published; what is restricted besides leaves no word behind. */
export type Gone = { readonly sourceId: string; readonly is: 'gone'; readonly isRestricted: boolean }

/** A message for a channel. `key` goes with it unseen, so that it can be found again; `threadTs` null begins a thread. */
export type Outgoing = {
  readonly key: string
  readonly channel: string
  readonly threadTs: string | null
  readonly shows: Content
}

/** An answer that people have approved, as it is to stand for everybody. `approvedOn` is a day; `prompts` are those it was made with. */
export type Page = {
  /** Unlike that of every other page. */
  readonly title: string
  readonly contents: readonly Content[]
  readonly approvedOn: string
  readonly prompts: readonly { readonly stage: string; readonly version: string }[]
}
export type PagePlace = { readonly id: string; readonly url: string }

/**
 * Where approved answers are kept, beside the postmortems. Rejects with `BusyError` when the tool asks for patience and
 * `UserError` where it must be set up otherwise; after any other error the outcome is unknown.
 */
export interface Library {
  /** What people call it. */
  readonly name: string
  create(page: Page): Promise<PagePlace>
  /** Puts a page in place of the one with this id. Null: somebody removed that one. */
  rewrite(page: Page, id: string): Promise<PagePlace | null>
  /** The page of this title that we made, or null when there is none. */
  find(title: string): Promise<PagePlace | null>
}

/** What somebody may do: `stranger` nothing, `member` vote, `curator` take digests out of the patterns. */
export type Standing = 'stranger' | 'member' | 'curator'

/**
 * Where people read. Rejects with `BusyError` when the tool asks for patience, `ChannelError` when the channel can't be
 * written to, `PermanentError` when this message never can; after any other error its outcome is unknown.
 */
export interface Notifier {
  /**
   * Resolves to the place of the message in its channel, or null when somebody deleted the thread that it belongs to.
   * One that is not whole needs an update: a new message may not say all, lest it notifies people.
   */
  post(message: Outgoing): Promise<{ readonly ts: string; readonly isWhole: boolean } | null>
  /** Puts other content in place of a message. One that somebody deleted stays deleted. */
  update(message: Outgoing, ts: string): Promise<void>
  /** The place of a message that may have been posted since then, or null when it was not. */
  find(message: Outgoing, since: Date): Promise<string | null>
  /** Everything that people have put on a message, or null when it is gone. */
  reactionsOn(channel: string, ts: string): Promise<readonly { voter: string; name: string }[] | null>
  standingOf(person: string): Promise<Standing>
}
