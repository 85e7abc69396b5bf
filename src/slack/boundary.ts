import { type AllMiddlewareArgs, type AnyMiddlewareArgs, ErrorCode } from '@slack/bolt'
import type { Logger } from 'pino'
import { z } from 'zod'
import { paragraph, richText } from '../block-kit/rich-text.ts'
import { home } from '../block-kit/surfaces.ts'
import { BusyError, UserError } from '../errors.ts'
import type { Visit } from './access.ts'
import type { Front } from './front.ts'
import { whisper } from './whisper.ts'

type Arguments = AnyMiddlewareArgs & AllMiddlewareArgs

const underWay = new Set<Promise<unknown>>()

function watched<T>(work: Promise<T>): Promise<T> {
  underWay.add(work)
  const done = (): void => void underWay.delete(work)
  work.then(done, done)
  return work
}

/** Whether anybody in this process is still to be answered: Slack hears that something came long before all is done about it. */
export const isAnswering = (): boolean => underWay.size > 0

export async function everybodyAnswered(): Promise<void> {
  while (isAnswering()) await Promise.allSettled(underWay)
}

/** One of the three places where errors end: logged, and said to whoever asked. */
export function explainErrors({ workshop }: Front): (args: Arguments) => Promise<void> {
  return async (args) => {
    try {
      await watched(args.next())
    } catch (error) {
      logged(workshop.log, whatOf(args.body), error)
      if (!args.context.retryNum) await tell(args, explanationOf(error))
      // Over HTTP an event that failed must not count as taken: Slack brings it again.
      if (isEvent(args.body)) throw error
    }
  }
}

/** The same for what goes on after its listener has ended. */
export function goesOn(
  { workshop }: Front,
  what: string,
  work: Promise<unknown>,
  say: (text: string) => Promise<unknown>,
): void {
  const said = work
    .catch((error: unknown) => {
      logged(workshop.log, what, error)
      return say(explanationOf(error))
    })
    .catch((error: unknown) => logged(workshop.log, what, error))
  void watched(said)
}

function logged(log: Logger, what: string, error: unknown): void {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  log.error({ what, reason }, 'could not answer in Slack')
}

function explanationOf(error: unknown): string {
  const isExplained = error instanceof UserError || error instanceof BusyError
  return isExplained ? error.message : 'That did not work. It is in the log, and nothing was lost: please try again.'
}

function isEvent(given: unknown): boolean {
  return body.parse(given).event !== undefined
}

/** Lets through who may use Lode here; the rest are told politely. Reactions and visits of the home tab need no word. */
export function onlyAllowed({ workshop, access }: Front): (args: Arguments) => Promise<void> {
  return async (args) => {
    const visit = visitOf(args.body)
    const refusal = visit && (await access.refusal(visit))
    if (!refusal) return args.next()
    workshop.log.info({ what: whatOf(args.body), ...visit, refusal }, 'refused')
    await tell(args, refusal)
  }
}

const body = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  team_id: z.string().nullish(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string() }).optional(),
  channel: z.object({ id: z.string() }).optional(),
  event: z
    .object({
      type: z.string(),
      user: z.string().optional(),
      channel: z.string().optional(),
      item: z.object({ channel: z.string().optional() }).optional(),
    })
    .optional(),
})

/** Who visits, by whatever kind of payload. Null: nobody in particular. */
function visitOf(given: unknown): Visit | null {
  const { user_id, user, event, team_id, team, channel_id, channel } = body.parse(given)
  const person = user_id ?? user?.id ?? event?.user
  if (!person) return null
  const where = channel_id ?? channel?.id ?? event?.item?.channel ?? event?.channel
  return {
    person,
    team: team_id ?? team?.id ?? null,
    channel: event?.type === 'app_home_opened' ? null : (where ?? null),
  }
}

/** The kind of payload, for the log. */
function whatOf(given: unknown): string {
  const { command, event, type } = body.parse(given)
  return command ?? event?.type ?? type ?? 'unknown'
}

/** Most listeners have acknowledged before anything failed; over HTTP Bolt takes a second time for an error. */
async function acknowledged(ack: () => Promise<void>): Promise<void> {
  try {
    await ack()
  } catch (error) {
    const isSecond = error instanceof Error && 'code' in error && error.code === ErrorCode.ReceiverMultipleAckError
    if (!isSecond) throw error
  }
}

/** Says it to the person alone, by whatever way this payload offers. */
async function tell(args: Arguments, text: string): Promise<void> {
  const visit = visitOf(args.body)
  if ('command' in args) return void (await args.ack({ response_type: 'ephemeral', text }))
  if ('ack' in args && typeof args.ack === 'function') await acknowledged(args.ack as () => Promise<void>)
  const { event } = body.parse(args.body)
  if (visit && event?.type === 'app_home_opened') return showAtHome(args.client, visit, text)
  if (!visit || (event && event.type !== 'app_mention' && event.type !== 'message')) return
  await whisper(args.client, { ...visit, threadTs: threadOf(args.body) }, { text })
}

async function showAtHome(client: AllMiddlewareArgs['client'], { person }: Visit, text: string): Promise<void> {
  await client.views.publish({ user_id: person, view: home([richText(paragraph(text))]) })
}

function threadOf(given: unknown): string | null {
  const shape = z.object({ event: z.object({ thread_ts: z.string().optional() }).optional() })
  return shape.parse(given).event?.thread_ts ?? null
}
