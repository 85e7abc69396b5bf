import { z } from 'zod'
import { job } from './job.ts'
import { sendDeliveries } from './send-delivery.ts'

/**
 * Tries again what could not be delivered, in channels where nothing new is said: after an outage that was longer than
 * all tries, or once somebody has mended a channel.
 */
export const resumeDeliveriesJob = job({
  name: 'resume-deliveries',
  data: z.object({}),
  retryLimit: 0,
  expireInSeconds: 60,
  concurrency: 1,
  pollSeconds: 30,
  run: (workshop) => sendDeliveries(workshop),
})
