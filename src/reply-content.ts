import type { Gate, IncidentLink, Named, Role, VoteReason } from './domain.ts'

/** Short answers, shown to the one who asked or in the thread where the app was mentioned. */
export type ReplyContent =
  | { readonly kind: 'help' }
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'technologies'
      /** What was typed and is no technology, with the nearest names. */
      readonly unknown: { readonly typed: string; readonly suggestions: readonly Named[] } | null
      readonly question: 'patterns' | 'opportunities'
      readonly technologies: readonly (Named & { readonly incidents: number; readonly causal: number })[]
    }
  | {
      readonly kind: 'status'
      readonly documents: readonly { readonly state: string; readonly documents: number }[]
      readonly pending: number
      readonly givenUp: readonly { readonly job: string; readonly reason: string }[]
      readonly channelTroubles: readonly ChannelTrouble[]
      readonly waitingForCurators: number
      readonly votes: { readonly up: number; readonly down: number }
    }
  | {
      readonly kind: 'curation'
      readonly items: readonly CurationItem[]
      readonly more: number
      readonly mayDecide: boolean
    }

/** Messages that wait because their channel can't be written to. */
export type ChannelTrouble = { readonly channel: string; readonly reason: string; readonly messages: number }

/** Something that waits for a curator. */
export type CurationItem =
  | {
      readonly kind: 'disputed'
      readonly digestId: number
      readonly postmortem: IncidentLink
      readonly technology: Named
      readonly role: Role
      readonly by: readonly string[]
      readonly words: readonly string[]
    }
  | {
      readonly kind: 'held'
      readonly postmortem: IncidentLink
      /** null: the whole postmortem is held. */
      readonly technology: Named | null
      readonly gates: readonly Gate[]
    }

/** What somebody sees who opens the app's own page. */
export type HomeContent = {
  readonly status: Extract<ReplyContent, { kind: 'status' }>
  readonly latest: readonly (IncidentLink & { readonly technologies: readonly (Named & { readonly role: Role })[] })[]
  readonly reports: readonly (Named & {
    readonly patterns: number
    readonly incidents: number
    readonly foldedOn: string
  })[]
  readonly curation: Extract<ReplyContent, { kind: 'curation' }>
  /** Votes by what they are about. */
  readonly votes: readonly {
    readonly stage: string
    readonly up: number
    readonly down: number
    readonly reasons: Readonly<Partial<Record<VoteReason, number>>>
  }[]
}
