import { blocksMethods } from './blocks-methods.ts'
import { chatMethods } from './chat-methods.ts'
import { conversationMethods } from './conversation-methods.ts'
import { fileMethods } from './file-methods.ts'
import { historyMethods } from './history-methods.ts'
import type { Method } from './method.ts'
import { peopleMethods } from './people-methods.ts'
import { reactionMethods } from './reaction-methods.ts'
import { viewMethods } from './view-methods.ts'

/** All that the Web API can do here with a bot token. */
export const methods: Readonly<Record<string, Method>> = {
  ...blocksMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...historyMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...viewMethods,
}
