import type { Surroundings } from './blocks/surroundings.ts'
import { namesIn, pressedKey, type Viewer } from './workspace-reader.ts'

/** What the blocks of a message, a modal or a home tab refer to. */
export function surroundingsOf(
  { workspace, person, pressed }: Viewer,
  place: { readonly channelId: string; readonly ts: string } | null,
  errors: Surroundings['errors'] = {},
): Surroundings {
  const { state } = workspace
  return {
    names: namesIn(state),
    errors,
    isPressed: (actionId, value) =>
      place !== null && pressed.get(pressedKey(person.id, place.channelId, place.ts, actionId)) === value,
  }
}
