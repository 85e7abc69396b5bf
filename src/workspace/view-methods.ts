import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { embedded } from './arguments.ts'
import { type Caller, type Method, method } from './method.ts'
import { openModal, publishHome, pushModal, readView, replaceView } from './modals.ts'
import type { View } from './model.ts'
import { knownPerson } from './reach.ts'
import { viewJson } from './view-json.ts'

const triggered = z.object({ trigger_id: z.string(), view: embedded })

const open = method([], 4, triggered, (caller, sent) => {
  const content = readView(sent.view, 'modal')
  return answer(caller, openModal(caller.state, caller.triggers.exchange(sent.trigger_id), content))
})

const push = method([], 4, triggered, (caller, sent) => {
  const content = readView(sent.view, 'modal')
  return answer(caller, pushModal(caller.state, caller.triggers.exchange(sent.trigger_id), content))
})

const updating = z.object({
  view_id: z.string().default(''),
  external_id: z.string().optional(),
  hash: z.string().optional(),
  view: embedded,
})

const update = method([], 4, updating, (caller, sent) => {
  const view = caller.state.view(sent.view_id, sent.external_id)
  if (!view) throw new ApiError('not_found')
  needHash(view, sent.hash)
  return answer(caller, replaceView(caller.state, view, readView(sent.view, view.type)))
})

const publishing = z.object({ user_id: z.string(), hash: z.string().optional(), view: embedded })

const publish = method([], 4, publishing, (caller, sent) => {
  const person = knownPerson(caller, sent.user_id)
  const before = caller.state.homeOf(person.id)
  if (before) needHash(before, sent.hash)
  const viewer = { userId: person.id, teamId: caller.installation.team.id }
  return answer(caller, publishHome(caller.state, viewer, readView(sent.view, 'home')))
})

/** Modals and home tabs. */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
}

/** A hash says which state of the view is meant; with another one nothing happens. */
function needHash(view: View, hash: string | undefined): void {
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict')
}

const answer = ({ app }: Caller, view: View) => ({ ok: true, view: viewJson(app, view) })
