import type { z } from 'zod'
import type { Installation } from './app-identity.ts'
import { readArguments } from './arguments.ts'
import type { JsonObject } from './json.ts'
import type { Parts } from './parts.ts'

/** Slack's rate limit classes: 1, 20, 50 and 100 calls a minute; posting has a rule of its own. */
export type Tier = 1 | 2 | 3 | 4 | 'posting'

/** Who calls, as far as a method needs to know. */
export type Caller = Parts & { readonly installation: Installation }

/** One method of the Web API: what the token must allow, how often it may be called, and what it does. */
export type Method = {
  /** All of these are needed. Where it depends on the channel, the method itself looks. */
  readonly scopes: readonly string[]
  readonly tier: Tier
  readonly run: (caller: Caller, sent: JsonObject) => JsonObject
}

/** A method whose arguments are checked by a schema first. */
export function method<T>(
  scopes: readonly string[],
  tier: Tier,
  shape: z.ZodType<T>,
  run: (caller: Caller, sent: T) => JsonObject,
): Method {
  return { scopes, tier, run: (caller, sent) => run(caller, readArguments(shape, sent)) }
}
