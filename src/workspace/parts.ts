import type { AppIdentity } from './app-identity.ts'
import type { Deliveries } from './deliveries.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { WorkspaceState } from './state.ts'
import type { Triggers } from './triggers.ts'

/** What the workspace is made of, for all that happens in it. */
export type Parts = {
  readonly state: WorkspaceState
  readonly app: AppIdentity
  readonly deliveries: Deliveries
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  /** Whether it draws charts: not every workspace does. */
  readonly takesCharts: boolean
  /** Where the workspace is served, without a slash at the end. */
  readonly url: string
}
