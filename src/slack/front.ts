import type { WebClient } from '@slack/web-api'
import type { Workshop } from '../jobs/job.ts'
import type { Access } from './access.ts'

/** What listeners work with. */
export type Front = {
  readonly workshop: Workshop
  readonly client: WebClient
  readonly access: Access
}
