import { z } from 'zod'
import { slackConfig, slackEnvironment } from '../../../src/config-slack.ts'
import { systemClock } from '../../../src/limits/clock.ts'
import type { Notifier } from '../../../src/ports.ts'
import { slackAccess } from '../../../src/slack/access.ts'
import { slackClient } from '../../../src/slack/client.ts'
import { slackNotifier } from '../../../src/slack/notifier.ts'
import { alice, type RunningFront } from '../../support/a-front.ts'

const timesFaster = 20

/**
 * The outbox's own way to Slack by a clock that runs faster, so that no test waits out a 429. It is given to a front
 * before there is a workspace to reach: `reach` says when there is one.
 */
export function aHurriedNotifier() {
  const { promise, resolve } = Promise.withResolvers<Notifier>()
  const notifier: Notifier = {
    post: async (message) => (await promise).post(message),
    update: async (message, ts) => (await promise).update(message, ts),
    find: async (message, since) => (await promise).find(message, since),
    reactionsOn: async (channel, ts) => (await promise).reactionsOn(channel, ts),
    standingOf: async (person) => (await promise).standingOf(person),
  }
  return { notifier, reach: (front: RunningFront) => resolve(notifierOf(front)) }
}

function notifierOf({ workspace, workshop: { log, now } }: RunningFront): Notifier {
  const settings = slackConfig(
    z.object(slackEnvironment).parse({
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
      SLACK_CURATORS: alice,
    }),
  )
  if (!settings) throw new Error('Slack is not configured')
  const client = slackClient(settings, log)
  return slackNotifier({
    client,
    access: slackAccess(client, settings, now),
    draw: async () => new Uint8Array([0]),
    messagesPerSecond: 1_000,
    clock: {
      now: () => performance.now() * timesFaster,
      after: (milliseconds, run) => systemClock.after(milliseconds / timesFaster, run),
    },
  })
}
