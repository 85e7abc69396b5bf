import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt'
import { z } from 'zod'

/** An element that somebody used. Slack documents its payloads in part; only what is here is relied on. */
export type Click = {
  readonly person: string
  /** Null on the home tab. */
  readonly channel: string | null
  /** The message that holds the element; null on the home tab. */
  readonly ts: string | null
  readonly threadTs: string | null
  readonly isEphemeral: boolean
  /** Opens a form within three seconds; unique, so that it names the click. */
  readonly trigger: string
  readonly value: unknown
  /** Seconds since 1970, by Slack's clock. */
  readonly at: number
}

export type ClickArguments = SlackActionMiddlewareArgs & AllMiddlewareArgs

const payload = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z
    .object({
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      channel_id: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  trigger_id: z.string(),
  actions: z.array(z.object({ value: z.unknown(), action_ts: z.string() })).min(1),
})

export function clickIn(body: unknown): Click {
  const { user, channel, message, container, trigger_id, actions } = payload.parse(body)
  const [action] = actions
  return {
    person: user.id,
    channel: channel?.id ?? container?.channel_id ?? null,
    ts: message?.ts ?? container?.message_ts ?? null,
    threadTs: message?.thread_ts ?? container?.thread_ts ?? null,
    isEphemeral: container?.is_ephemeral ?? false,
    trigger: trigger_id,
    value: action?.value,
    at: Number(action?.action_ts),
  }
}
