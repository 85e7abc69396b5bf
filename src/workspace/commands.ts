import { ApiError } from './api-error.ts'
import { channelNameFor } from './channel-json.ts'
import { draft } from './draft.ts'
import type { Parts } from './parts.ts'
import type { Outcome } from './people.ts'
import { type Presence, presence } from './presence.ts'
import type { ResponseTarget } from './response-urls.ts'
import { isPublic, respond, saysSomething } from './responses.ts'
import { tell } from './slackbot.ts'

/** A slash command as somebody typed it. */
export type TypedCommand = {
  readonly userId: string
  readonly channelId: string
  readonly command: string
  readonly text: string
  readonly threadTs: string | null
}

/** Sends a command to the app and shows what it acknowledges with, or what Slack says when it does not. */
export async function runCommand(parts: Parts, typed: TypedCommand): Promise<Outcome> {
  const where = presence(parts, typed.userId, typed.channelId)
  const { command, userId, channelId, threadTs } = typed
  const refusal = refusalOf(parts, typed)
  if (refusal !== null) {
    tell(parts.state, userId, channelId, refusal, threadTs)
    return 'refused'
  }
  const { installation } = where
  const target: ResponseTarget = { userId, channelId, installation, original: null }
  const urlId = parts.responseUrls.issue(target)
  const reception = await parts.deliveries.ask({ type: 'slash_commands', payload: payload(parts, typed, where, urlId) })
  if (reception.outcome !== 'acknowledged') {
    tell(parts.state, userId, channelId, `${command} failed with the error "${reception.outcome}"`)
    return reception.outcome
  }
  return show(parts, typed, target, urlId, reception.body)
}

/** Shows what a command was acknowledged with. What Slack could not show, it reports to the person. */
function show(parts: Parts, typed: TypedCommand, target: ResponseTarget, urlId: string, body: unknown): Outcome {
  try {
    if (isPublic(body)) echo(parts, typed)
    if (saysSomething(body)) parts.responseUrls.aim(urlId, respond(parts, target, body))
    return 'acknowledged'
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tell(parts.state, typed.userId, typed.channelId, `${typed.command} failed with the error "${error.message}"`)
    return 'dispatch_failed'
  }
}

function refusalOf({ app }: Parts, { command, threadTs }: TypedCommand): string | null {
  if (threadTs !== null) return `${command} is not supported in threads. Sorry!`
  return app.commands.includes(command) ? null : `${command} is not a valid command.`
}

/** Every value is text: over HTTP this is a form. */
function payload(parts: Parts, typed: TypedCommand, { person, channel, installation }: Presence, urlId: string) {
  return {
    token: parts.app.verificationToken,
    team_id: installation.team.id,
    team_domain: installation.team.domain,
    channel_id: channel.id,
    channel_name: channelNameFor(channel),
    user_id: person.id,
    user_name: person.name,
    command: typed.command,
    text: typed.text,
    api_app_id: parts.app.appId,
    is_enterprise_install: 'false',
    response_url: `${parts.url}/response/${urlId}`,
    trigger_id: parts.triggers.issue(person.id, installation.team.id),
  }
}

/** A command that is answered before everybody is shown to everybody. */
function echo({ state }: Parts, { userId, channelId, command, text }: TypedCommand): void {
  const message = draft({ state, installation: { botUserId: userId } }, channelId)
  state.putMessage({ ...message, text: `${command} ${text}`.trim() })
}
