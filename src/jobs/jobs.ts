import { assignDigestsJob } from './assign-digests.ts'
import { deliverPostsJob } from './deliver-posts.ts'
import { embedDigestsJob } from './embed-digests.ts'
import { foldOpportunitiesJob } from './fold-opportunities.ts'
import { foldPatternsJob } from './fold-patterns.ts'
import { indexDigestsJob } from './index-digests.ts'
import type { Job } from './job.ts'
import { mapPostmortemJob } from './map-postmortem.ts'
import { publishDigestJob } from './publish-digest.ts'
import { reconcileVotesJob } from './reconcile-votes.ts'
import { resumeDeliveriesJob } from './resume-deliveries.ts'
import { syncPageJob } from './sync-page.ts'
import { syncSourceJob } from './sync-source.ts'
import { writePageJob } from './write-page.ts'

/** What happens in the background. Every job may be killed at any moment and run again. */
export const jobs: readonly Job[] = [
  syncSourceJob, //         reads the source; sends a map-postmortem for what is new or changed
  syncPageJob, //           the same for one document that its source says has changed
  mapPostmortemJob, //      redacted postmortem → summary and digests; sends publish-digest
  publishDigestJob, //      digests → what a thread shall say; sends deliver-posts
  assignDigestsJob, //      new digests → the patterns that are known; sends publish-digest
  foldPatternsJob, //       digests of a technology → patterns, and the one-pagers that wait for them
  foldOpportunitiesJob, //  patterns → proposals for people to decide on
  deliverPostsJob, //       what shall stand in a channel → what stands there
  resumeDeliveriesJob, //   the same for what could not be delivered before
  embedDigestsJob, //       digests that another embedder embedded → vectors that can be compared
  indexDigestsJob, //       more digests than can be compared one by one → an index
  writePageJob, //          what people approved → a page beside the postmortems
  reconcileVotesJob, //     thumbs that were put on or taken off while nobody listened
]
