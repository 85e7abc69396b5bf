import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { UserError } from './errors.ts'
import { nowhere, type Routing } from './jobs/routing.ts'
import type { SlackSettings } from './slack/settings.ts'

/** What is configured for Slack: how the app is connected, and which channels digests go to. */
export type SlackConfig = SlackSettings & { readonly routing: Routing }

const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .optional()

const people = list.refine((ids) => !ids || ids.every((id) => /^[USW][A-Z0-9]+$/.test(id)), {
  error: 'must be ids of people (U…) or user groups (S…), separated by commas',
})
const channelId = z.string().regex(/^[CGD][A-Z0-9]+$/, 'must be the id of a channel (C…), as its details show it')

/** The settings that connect Slack; part of the environment's shape. */
export const slackEnvironment = {
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must be the bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be an app-level token, which begins with xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_HOST: z.string().default('127.0.0.1'),
  SLACK_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  SLACK_CHANNEL: channelId.optional(),
  SLACK_CHANNELS_FILE: z.string().optional(),
  SLACK_ANNOUNCE_DAYS: z.coerce.number().min(0).default(30),
  SLACK_ALLOWED_TEAMS: list,
  SLACK_ALLOWED_CHANNELS: list,
  SLACK_ALLOW_GUESTS: z.stringbool().default(false),
  SLACK_ALLOW_SHARED_CHANNELS: z.stringbool().default(false),
  SLACK_CURATORS: people,
  SLACK_APPROVERS: people,
  SLACK_MESSAGES_PER_SECOND: z.coerce.number().positive().default(1),
}

type Given = z.infer<z.ZodObject<typeof slackEnvironment>>

/** What is wrong with the settings taken together. */
export function slackProblems(given: Given): string[] {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret } = given
  if (!bot)
    return app || secret
      ? ['SLACK_BOT_TOKEN is missing: "OAuth & Permissions" of your Slack app shows it (xoxb-…)']
      : []
  if (!app && !secret) return ['SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing']
  if (app && secret) return ['SLACK_APP_TOKEN means Socket Mode and SLACK_SIGNING_SECRET means HTTP: set one of them']
  return []
}

/** Null where no bot token is given. Throws `UserError` when the file of channels can't be used. */
export function slackConfig(given: Given): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = given
  if (!botToken) return null
  const http = {
    mode: 'http',
    signingSecret: signingSecret ?? '',
    host: given.SLACK_HOST,
    port: given.SLACK_PORT,
  } as const
  return {
    botToken,
    transport: appToken ? { mode: 'socket', appToken } : http,
    apiUrl: given.SLACK_API_URL?.replace(/\/?$/, '/') ?? null,
    routing: routingOf(given),
    allowedTeams: given.SLACK_ALLOWED_TEAMS ?? null,
    allowedChannels: given.SLACK_ALLOWED_CHANNELS ?? null,
    allowsGuests: given.SLACK_ALLOW_GUESTS,
    allowsSharedChannels: given.SLACK_ALLOW_SHARED_CHANNELS,
    curators: given.SLACK_CURATORS ?? [],
    approvers: given.SLACK_APPROVERS ?? [],
    messagesPerSecond: given.SLACK_MESSAGES_PER_SECOND,
  }
}

const channels = z.strictObject({
  technologies: z.record(z.string(), channelId).default({}),
  teams: z.record(z.string(), channelId).default({}),
})

function routingOf({ SLACK_CHANNEL, SLACK_CHANNELS_FILE: file, SLACK_ANNOUNCE_DAYS: announceDays }: Given): Routing {
  const routing = { ...nowhere, everything: SLACK_CHANNEL ?? null, announceDays }
  return file ? { ...routing, ...readChannels(file) } : routing
}

function readChannels(file: string): z.infer<typeof channels> {
  try {
    return channels.parse(parse(readFileSync(file, 'utf8')) ?? {})
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'it can not be read as YAML'
    throw new UserError(`SLACK_CHANNELS_FILE: ${file} can't be used: ${reason}. .env.example shows its shape.`, {
      cause: error,
    })
  }
}
