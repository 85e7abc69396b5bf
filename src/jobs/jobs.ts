import { foldOpportunitiesJob } from './fold-opportunities.ts'
import { foldPatternsJob } from './fold-patterns.ts'
import type { Job } from './job.ts'
import { mapPostmortemJob } from './map-postmortem.ts'
import { syncSourceJob } from './sync-source.ts'

/** What happens in the background. Every job may be killed at any moment and run again. */
export const jobs: readonly Job[] = [
  syncSourceJob, //         reads the source; sends a map-postmortem for what is new or changed
  mapPostmortemJob, //      redacted postmortem → summary and digests
  foldPatternsJob, //       digests of a technology → patterns; sends fold-opportunities
  foldOpportunitiesJob, //  patterns → proposals for people to decide on
]
