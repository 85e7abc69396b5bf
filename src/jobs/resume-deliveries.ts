import { z } from 'zod'
import { job } from './job.ts'
import { tellOfLostFolds } from './questions.ts'
import { sendDeliveries } from './send-delivery.ts'

/**
 * Tries again what could not be delivered, in channels where nothing new is said: after an outage that was longer than
 * all tries, or once somebody has mended a channel. Who waits for a fold that nobody works at any more is told.
 */
export const resumeDeliveriesJob = job({
  name: 'resume-deliveries',
  data: z.object({}),
  retryLimit: 0,
  expireInSeconds: 60,
  concurrency: 1,
  pollSeconds: 30,
  run: async (workshop) => {
    await tellOfLostFolds(workshop)
    await sendDeliveries(workshop)
  },
})
