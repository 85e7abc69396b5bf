import * as bolt from '@slack/bolt'

const underWay = new Set<Promise<void>>()

// Under vitest Bolt's default export is its class alone; connection.ts takes what it needs from there, as Node has it.
Object.assign(bolt.App, bolt)

const { processEvent } = bolt.App.prototype
bolt.App.prototype.processEvent = function (event) {
  const work = processEvent.call(this, event).finally(() => underWay.delete(work))
  underWay.add(work)
  return work
}

/** Whether any listener has not finished. Over Socket Mode Bolt acknowledges an event before anything is done about it. */
export const isBoltAtWork = (): boolean => underWay.size > 0
