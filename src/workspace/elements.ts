import { isRecord, type JsonObject } from './json.ts'
import type { Block, InputState, StateValues } from './model.ts'

/** An interactive element and the block that it stands in. */
export type PlacedElement = { readonly block: Block; readonly actionId: string; readonly element: JsonObject }

/** Where an element keeps what was put into it, where it says what is in it at first, and what that is. */
const inputs: Readonly<
  Record<string, { field: string; initial: string; holds: 'text' | 'option' | 'options' | 'ids' }>
> = {
  plain_text_input: { field: 'value', initial: 'initial_value', holds: 'text' },
  email_text_input: { field: 'value', initial: 'initial_value', holds: 'text' },
  url_text_input: { field: 'value', initial: 'initial_value', holds: 'text' },
  number_input: { field: 'value', initial: 'initial_value', holds: 'text' },
  datepicker: { field: 'selected_date', initial: 'initial_date', holds: 'text' },
  timepicker: { field: 'selected_time', initial: 'initial_time', holds: 'text' },
  users_select: { field: 'selected_user', initial: 'initial_user', holds: 'text' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', holds: 'text' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', holds: 'text' },
  static_select: { field: 'selected_option', initial: 'initial_option', holds: 'option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', holds: 'option' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', holds: 'options' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', holds: 'options' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', holds: 'ids' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', holds: 'ids' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', holds: 'ids' },
}

/** Every interactive element in the blocks, in their order. */
export function elementsIn(blocks: readonly Block[]): readonly PlacedElement[] {
  return blocks.flatMap((block) =>
    [block.elements, block.accessory, block.element]
      .flat()
      .filter(isRecord)
      .flatMap((element) =>
        typeof element.action_id === 'string' ? [{ block, actionId: element.action_id, element }] : [],
      ),
  )
}

/** The state of all inputs: what was entered before where it is still there, else what the element starts with. */
export function stateOf(blocks: readonly Block[], before: StateValues = {}): StateValues {
  const values: Record<string, Record<string, InputState>> = {}
  for (const { block, actionId, element } of elementsIn(blocks)) {
    const input = inputs[String(element.type)]
    if (!input) continue
    const kept = before[block.block_id]?.[actionId]
    const empty = input.holds === 'options' || input.holds === 'ids' ? [] : null
    const initial: InputState = { type: String(element.type), [input.field]: element[input.initial] ?? empty }
    values[block.block_id] = {
      ...values[block.block_id],
      [actionId]: kept && kept.type === element.type ? kept : initial,
    }
  }
  return values
}

/** What an input holds after `entry` was put into it. Options are named by their value and throw when there is none. */
export function entered(element: JsonObject, entry: string | readonly string[] | null): InputState {
  const type = String(element.type)
  const input = inputs[type]
  if (!input) throw new Error(`Nothing can be entered into an element of type ${type}.`)
  const list = entry === null ? [] : [entry].flat()
  const holdings = {
    text: () => list[0] ?? null,
    option: () => (list[0] === undefined ? null : optionOf(element, list[0])),
    options: () => list.map((value) => optionOf(element, value)),
    ids: () => list,
  }
  return { type, [input.field]: holdings[input.holds]() }
}

/** Whether an element holds input, in contrast to one that is only pressed. */
export const isInput = (element: JsonObject): boolean => String(element.type) in inputs

/** Whether an input holds nothing. */
export function isEmpty(state: InputState | undefined): boolean {
  const held = state && inputs[state.type] ? state[inputs[state.type]?.field ?? ''] : null
  return held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0)
}

/** The options of a menu, also those in groups. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  const groups = [element.option_groups].flat().filter(isRecord)
  return [element.options, ...groups.map(({ options }) => options)].flat().filter(isRecord)
}

function optionOf(element: JsonObject, value: string): JsonObject {
  const option = optionsOf(element).find((candidate) => candidate.value === value)
  if (!option) throw new Error(`The element ${String(element.action_id)} has no option ${value}.`)
  return option
}
