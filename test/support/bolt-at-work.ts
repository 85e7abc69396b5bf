import { App } from '@slack/bolt'

const underWay = new Set<Promise<void>>()

const { processEvent } = App.prototype
App.prototype.processEvent = function (event) {
  const work = processEvent.call(this, event).finally(() => underWay.delete(work))
  underWay.add(work)
  return work
}

/** Whether any listener has not finished. Over Socket Mode Bolt acknowledges an event before anything is done about it. */
export const isBoltAtWork = (): boolean => underWay.size > 0
