import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { UserError } from '../errors.ts'
import { register } from './app.ts'
import { everybodyAnswered } from './boundary.ts'
import { clientOptions, socketClientOptions } from './client.ts'
import type { Front } from './front.ts'
import { quietLogger } from './quiet-logger.ts'
import type { SlackSettings } from './settings.ts'
import { reached } from './slack-errors.ts'

/** Where Slack sends everything in HTTP mode. */
const endpoint = '/slack/events'

export type Connection = { readonly address: string; stop(): Promise<void> }

/** Connects the app to Slack and listens until it is stopped, and everybody answered. Rejects when the tokens are refused or Slack is away. */
export async function connectSlack(front: Front, settings: SlackSettings): Promise<Connection> {
  const { log } = front.workshop
  const app = new App({
    token: settings.botToken,
    receiver: receiverOf(settings, log),
    clientOptions: clientOptions(settings, log),
    logger: quietLogger(log),
    deferInitialization: true,
    // Conversations need no store; every listener reads what it needs.
    convoStore: false,
  })
  // The boundary has logged what listeners throw. What comes here must go on, or HTTP would answer that all is well.
  app.error(async (error) => {
    throw error
  })
  register(app, front)
  await reached(() => app.init())
  const stop = async (): Promise<void> => {
    await app.stop()
    await everybodyAnswered()
  }
  const { transport } = settings
  if (transport.mode === 'socket') {
    await app.start()
    return { address: 'a socket to Slack', stop }
  }
  const server = await app.start({ host: transport.host, port: transport.port }).catch((error: unknown) => {
    const where = `port ${transport.port} of ${transport.host}`
    throw new UserError(`Nothing can listen at ${where}: it is taken, or kept for others. SLACK_PORT names another.`, {
      cause: error,
    })
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : transport.port
  return { address: `http://${transport.host}:${port}${endpoint}`, stop }
}

/**
 * Over HTTP an event is acknowledged only after it was written down. The client needs its options a second time here:
 * Socket Mode opens its connection by a client of its own.
 */
function receiverOf({ transport, ...settings }: SlackSettings, log: Logger) {
  const logger = quietLogger(log)
  if (transport.mode === 'socket')
    return new SocketModeReceiver({
      appToken: transport.appToken,
      logger,
      installerOptions: { clientOptions: socketClientOptions(settings, log) },
    })
  return new HTTPReceiver({
    signingSecret: transport.signingSecret,
    endpoints: endpoint,
    processBeforeResponse: true,
    logger,
    customRoutes: [{ path: '/healthz', method: 'GET', handler: (_, response) => void response.end('ok\n') }],
  })
}
