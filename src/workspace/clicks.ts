import { channelNameFor } from './channel-json.ts'
import { elementsIn, entered, isInput, optionsOf, type PlacedElement, stateOf } from './elements.ts'
import { interact } from './interactions.ts'
import { isRecord, type JsonObject } from './json.ts'
import { messageJson } from './message-json.ts'
import type { Block, View } from './model.ts'
import type { Parts } from './parts.ts'
import type { Outcome } from './people.ts'
import { personIn, presence, seenMessage, seenView } from './presence.ts'
import { viewJson } from './view-json.ts'

type Value = string | readonly string[] | undefined
type Use = { readonly actionId: string; readonly value: Value }

/** Uses an element of a message. */
export async function clickMessage(
  parts: Parts,
  place: { readonly userId: string; readonly channelId: string; readonly ts: string },
  use: Use,
): Promise<Outcome> {
  const { userId, channelId, ts } = place
  const { person, channel, installation } = presence(parts, userId, channelId)
  const message = seenMessage(parts, userId, channelId, ts)
  const placed = chosen(message.blocks, use)
  const isEphemeral = message.ephemeralTo !== null
  const original = { ts, isEphemeral }
  const urlId = parts.responseUrls.issue({ userId, channelId, installation, original })
  const reception = await interact(parts, person, installation, {
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channelId,
      is_ephemeral: isEphemeral,
      ...(message.threadTs && { thread_ts: message.threadTs }),
    },
    channel: { id: channelId, name: channelNameFor(channel) },
    ...(!isEphemeral && { message: messageJson(parts, message) }),
    state: { values: stateOf(message.blocks, used(placed, use)) },
    response_url: `${parts.url}/response/${urlId}`,
    actions: [action(parts, placed, use)],
  })
  return reception.outcome
}

/** Uses an element of a modal or of a home tab. */
export async function clickView(parts: Parts, userId: string, viewId: string, use: Use): Promise<Outcome> {
  const view = seenView(parts, userId, viewId)
  const placed = chosen(view.blocks, use)
  const now: View = { ...view, values: stateOf(view.blocks, { ...view.values, ...used(placed, use, view.values) }) }
  parts.state.putView(now)
  const installation = parts.app.installations.find(({ team }) => team.id === view.teamId)
  const reception = await interact(parts, personIn(parts, userId), installation ?? parts.app.installations[0], {
    type: 'block_actions',
    container: { type: 'view', view_id: view.id },
    view: viewJson(parts.app, now),
    actions: [action(parts, placed, use)],
  })
  return reception.outcome
}

/** The element with that action id; where there are several, the one that has the value. */
function chosen(blocks: readonly Block[], { actionId, value }: Use): PlacedElement {
  const candidates = elementsIn(blocks).filter((placed) => placed.actionId === actionId)
  const wanted = [value].flat()[0]
  const match = candidates.find(({ element }) => valuesOf(element).includes(wanted)) ?? candidates[0]
  if (!match) throw new Error(`There is no element ${actionId} to click.`)
  return match
}

function valuesOf(element: JsonObject): readonly unknown[] {
  return [element, element.positive_button, element.negative_button, ...optionsOf(element)]
    .filter(isRecord)
    .map((part) => part.value)
}

/** The state of the element after its use, where it has one. */
function used(
  { block, actionId, element }: PlacedElement,
  { value }: Use,
  before: View['values'] = {},
): View['values'] {
  if (!isInput(element)) return {}
  return { [block.block_id]: { ...before[block.block_id], [actionId]: entered(element, value ?? null) } }
}

function action({ state }: Parts, placed: PlacedElement, { value }: Use): JsonObject {
  const { element, block, actionId } = placed
  const type = String(element.type)
  const common = { action_id: actionId, block_id: block.block_id, type, action_ts: state.nextTs() }
  if (isInput(element)) return { ...common, ...entered(element, value ?? null), ...present(element, ['placeholder']) }
  if (type === 'overflow') {
    const option = optionsOf(element).find((candidate) => candidate.value === value)
    return { ...common, selected_option: option }
  }
  if (type !== 'feedback_buttons') return { ...common, ...present(element, ['text', 'value', 'style', 'url', 'icon']) }
  const side = [element.positive_button, element.negative_button].filter(isRecord).find((part) => part.value === value)
  if (!side) throw new Error(`The feedback buttons ${actionId} have no side ${String(value)}.`)
  return { ...common, ...present(side, ['text', 'value']) }
}

const present = (element: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.flatMap((key) => (element[key] === undefined ? [] : [[key, element[key]]])))
