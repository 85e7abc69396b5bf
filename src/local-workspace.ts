import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { LocalWorkspace } from './lode.ts'
import { featuresOf } from './workspace/page/features.ts'
import { pageHandler } from './workspace/page/page-handler.ts'
import { startWorkspace as openWorkspace } from './workspace/workspace.ts'

const everything = 'C0POSTMORTEMS'
const datastores = 'C0DATASTORES'

/**
 * A stand-in for Slack on this machine, with the people and channels of an invented shop, that speaks to the app as Slack
 * would. Everybody may curate and approve there, but for the guest. It draws charts itself only where it is told to.
 */
export async function startWorkspace(port: number, takesCharts: boolean): Promise<LocalWorkspace> {
  // The page offers to type and to click what a real workspace would, by the same manifest.
  const manifest: unknown = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'))
  const workspace = await openWorkspace({
    port,
    team: { id: 'T0MARROWBY', name: 'Marrowby', domain: 'marrowby' },
    people: [
      { id: 'U0SRE', name: 'iris', realName: 'Iris (site reliability)' },
      { id: 'U0LEAD', name: 'tomas', realName: 'Tomas (engineering lead)' },
      { id: 'U0GUEST', name: 'guest', realName: 'A guest', kind: 'guest' },
    ],
    channels: [
      { id: everything, name: 'postmortems', topic: 'Digests of every postmortem that has no channel of its own' },
      { id: datastores, name: 'datastores', topic: 'Digests of DynamoDB and PostgreSQL' },
    ],
    takesCharts,
    page: pageHandler(featuresOf(manifest)),
  })
  const members = ['U0SRE', 'U0LEAD']
  return {
    url: workspace.url,
    close: workspace.close,
    slack: {
      botToken: workspace.botToken,
      transport: { mode: 'socket', appToken: workspace.appToken },
      apiUrl: workspace.apiUrl,
      routing: {
        everything,
        technologies: { dynamodb: datastores, postgresql: datastores },
        teams: {},
        announceDays: Number.POSITIVE_INFINITY,
      },
      allowedTeams: null,
      allowedChannels: null,
      allowsGuests: false,
      allowsSharedChannels: false,
      curators: members,
      approvers: members,
      messagesPerSecond: 100,
    },
  }
}
