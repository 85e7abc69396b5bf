import { ApiError } from './api-error.ts'
import type { Installation } from './app-identity.ts'
import type { JsonObject } from './json.ts'
import type { Method } from './method.ts'
import { methods } from './methods.ts'
import type { Parts } from './parts.ts'
import type { RateLimits } from './rate-limits.ts'
import { needScope } from './reach.ts'

/** A call of the Web API as it came in, and its answer; null when none was given. */
export type ApiCall = { readonly method: string; readonly sent: JsonObject; readonly answer: JsonObject | null }

/** Refused for now; not an answer but a status of its own, with the seconds to wait. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests'
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super(`Try again in ${retryAfterSeconds} s.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** What is needed to answer calls; `openSocket` gives the URL of a new Socket Mode connection. */
export type WebApi = {
  readonly parts: Parts
  readonly rateLimits: RateLimits | null
  readonly openSocket: () => string
}

/** Answers one call, refusals included. */
export function answerCall(api: WebApi, name: string, token: string | undefined, sent: JsonObject): JsonObject {
  try {
    if (name === 'apps.connections.open') return openConnection(api, token)
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined
    if (!method) throw new ApiError('unknown_method', { req_method: name })
    const installation = name === 'blocks.validate' ? api.parts.app.installations[0] : authorized(api, token)
    pace(api, name, method, installation, sent)
    const caller = { ...api.parts, installation }
    for (const scope of method.scopes) needScope(caller, scope)
    return method.run(caller, sent)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ok: false, error: error.message, ...error.details }
  }
}

function openConnection({ parts, openSocket }: WebApi, token: string | undefined): JsonObject {
  if (token === undefined) throw new ApiError('not_authed')
  if (token.startsWith('xoxb-')) throw new ApiError('not_allowed_token_type')
  if (token !== parts.app.appToken) throw new ApiError('invalid_auth')
  return { ok: true, url: openSocket() }
}

function authorized({ parts }: WebApi, token: string | undefined): Installation {
  if (token === undefined || token === '') throw new ApiError('not_authed')
  const installation = parts.app.installations.find(({ botToken }) => botToken === token)
  if (!installation) throw new ApiError(token === parts.app.appToken ? 'not_allowed_token_type' : 'invalid_auth')
  return installation
}

function pace({ rateLimits }: WebApi, name: string, method: Method, { team }: Installation, sent: JsonObject): void {
  const seconds = rateLimits?.take(name, method.tier, team.id, String(sent.channel)) ?? null
  if (seconds !== null) throw new TooManyRequests(seconds)
}
