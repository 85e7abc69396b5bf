import type { Installation } from './app-identity.ts'
import type { Reception } from './delivery.ts'
import type { JsonObject } from './json.ts'
import type { Person } from './model.ts'
import type { Parts } from './parts.ts'
import { actorJson } from './person-json.ts'

/** Sends what a person did with something of the app's. Every kind of interaction has this much in common. */
export function interact(
  parts: Parts,
  person: Person,
  { team }: Installation,
  details: JsonObject,
): Promise<Reception> {
  const payload = {
    user: actorJson(person),
    api_app_id: parts.app.appId,
    token: parts.app.verificationToken,
    trigger_id: parts.triggers.issue(person.id, team.id),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    ...details,
  }
  return parts.deliveries.ask({ type: 'interactive', payload })
}
