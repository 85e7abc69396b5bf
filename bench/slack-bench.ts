import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import type { Workshop } from '../src/jobs/job.ts'
import { systemClock } from '../src/limits/clock.ts'
import { slackAccess } from '../src/slack/access.ts'
import { slackClient } from '../src/slack/client.ts'
import { connectSlack } from '../src/slack/connection.ts'
import { slackNotifier } from '../src/slack/notifier.ts'

const place = z.object({ apiUrl: z.string(), botToken: z.string(), appToken: z.string() })
const result = z.object({ waits: z.array(z.number()), missed: z.number() })

/** How long fifty people wait for the acknowledgement of their commands while `work` goes on in this process. */
export async function slackBench(
  workshop: Workshop,
  print: (name: string, text: string) => void,
  work: (workshop: Workshop) => Promise<unknown>,
): Promise<void> {
  const crowd = fork(fileURLToPath(new URL('./slack-users.ts', import.meta.url)))
  const { apiUrl, botToken, appToken } = place.parse((await once(crowd, 'message'))[0])
  const { slack: settings } = readConfig({
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_API_URL: apiUrl,
    SLACK_MESSAGES_PER_SECOND: '100',
  })
  if (!settings) throw new Error('no Slack is configured')
  const client = slackClient(settings, workshop.log)
  const access = slackAccess(client, settings, workshop.now)
  const draw = async (): Promise<Uint8Array> => new Uint8Array(1)
  const notifier = slackNotifier({ client, access, draw, messagesPerSecond: 100, clock: systemClock })
  const listening = { ...workshop, notifier }
  const connection = await connectSlack({ workshop: listening, client, access }, settings)
  crowd.send('begin')
  await work(listening)
  crowd.send('end')
  const { waits, missed } = result.parse((await once(crowd, 'message'))[0])
  await connection.stop()
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number): string => `${Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)} ms`
  print(
    'slash commands',
    `${waits.length} by 50 people meanwhile: acknowledged within ${at(0.5)} (median), ${at(0.99)} (99th percentile), ${at(1)} (longest); ${missed} missed`,
  )
}
