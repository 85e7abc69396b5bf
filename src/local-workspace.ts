import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { LocalWorkspace } from './lode.ts'
import { pageHandler } from './workspace/page/page-handler.ts'
import { startWorkspace as openWorkspace } from './workspace/workspace.ts'

const everything = 'C0POSTMORTEMS'
const datastores = 'C0DATASTORES'

/** What the page offers to type and to click, from the manifest that a real workspace would be given. */
const manifest = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), description: z.string(), usage_hint: z.string() })),
    shortcuts: z.array(z.object({ name: z.string(), callback_id: z.string() })),
  }),
})

/**
 * A stand-in for Slack on this machine, with the people and channels of an invented shop, that speaks to the app as Slack
 * would. Everybody may curate and approve there, but for the guest.
 */
export async function startWorkspace(port: number): Promise<LocalWorkspace> {
  const { features } = manifest.parse(parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')))
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
    page: pageHandler({
      commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
        command,
        description,
        usageHint,
      })),
      messageShortcuts: features.shortcuts.map(({ name, callback_id: callbackId }) => ({ name, callbackId })),
    }),
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
