const length = 100

/**
 * Where one is. `conversation` is a channel id, `home` or `messages`; `channel` is the channel whose messages are
 * shown; `at` is the message that a link leads to.
 */
export const place = { conversation: '', channel: '', thread: null, at: null, limit: length }

const withPoint = (digits) => `${digits.slice(0, -6)}.${digits.slice(-6)}`

/** `#C1`, `#C1/p<ts>` leads to a message, `#C1/t<ts>` opens its thread; `#home` and `#messages` are the app's. */
export function readPlace(hash) {
  const [, conversation, kind, digits] = hash.match(/^#(home|messages|[CDG]\w+)(?:\/([pt])(\d{7,}))?$/) ?? []
  if (!conversation) return null
  const ts = digits ? withPoint(digits) : null
  return { conversation, thread: kind === 't' ? ts : null, at: kind === 'p' ? ts : null, limit: length }
}

/** The address of a thread in the conversation that is shown. */
export const threadHash = (ts) => `#${place.conversation}/t${ts.replace('.', '')}`

/** The address of the conversation without its thread. */
export const conversationHash = () => `#${place.conversation}`
