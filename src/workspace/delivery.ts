import type { JsonObject } from './json.ts'

/** Something that Slack sends to the app, under the names that Socket Mode has for it. */
export type Delivery = {
  readonly type: 'events_api' | 'slash_commands' | 'interactive'
  readonly payload: JsonObject
}

/** Which try it is (0 is the first) and what became of the one before. */
export type Attempt = { readonly number: number; readonly reason: string }

/** How the app took it. `body` is what it answered; `reason` is Slack's word for what went wrong. */
export type Reception =
  | { readonly outcome: 'acknowledged'; readonly body: unknown }
  | { readonly outcome: 'operation_timeout' | 'dispatch_failed'; readonly reason: string; readonly isFinal: boolean }

/** The way to the app: Socket Mode, or signed HTTP. `close` ends what is on its way. */
export interface Transport {
  send(delivery: Delivery, attempt: Attempt): Promise<Reception>
  close(): Promise<void>
}
