import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Attempt, Delivery, Reception, Transport } from './delivery.ts'
import type { JsonObject } from './json.ts'

/** Why Slack asks a client to connect anew; after `link_disabled` there is nothing to connect to. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled'

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() })
/** What is no acknowledgement acknowledges nothing. */
const parsed = (frame: string): unknown => (frame.startsWith('{') ? JSON.parse(frame) : null)

type Settle = (reception: Reception) => void

/** Socket Mode: envelopes over whatever connections the app holds open, each to one of them. */
export class SocketTransport implements Transport {
  readonly #appId: string
  readonly #ackMs: number
  readonly #connections = new Set<WebSocket>()
  readonly #unanswered = new Map<string, { readonly connection: WebSocket; readonly settle: Settle }>()
  #turn = 0

  constructor(appId: string, ackMs: number) {
    this.#appId = appId
    this.#ackMs = ackMs
  }

  /** How many connections the app has. */
  get connections(): number {
    return this.#connections.size
  }

  /** Takes up a connection that was opened with a valid ticket, and greets it. */
  welcome(connection: WebSocket): void {
    this.#connections.add(connection)
    connection.on('message', (data) => this.#answered(String(data)))
    connection.on('error', () => connection.terminate())
    connection.on('close', () => this.#lost(connection))
    send(connection, {
      type: 'hello',
      connection_info: { app_id: this.#appId },
      num_connections: this.#connections.size,
      debug_info: {
        host: 'applink-workspace',
        started: new Date().toISOString().replace('T', ' ').replace('Z', ''),
        build_number: 1,
        approximate_connection_time: 3600,
      },
    })
  }

  send(delivery: Delivery, attempt: Attempt): Promise<Reception> {
    const connection = this.#next()
    if (!connection) return Promise.resolve({ outcome: 'dispatch_failed', reason: 'connection_failed', isFinal: false })
    const envelopeId = randomUUID()
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(late), this.#ackMs)
      const settle = (reception: Reception): void => {
        clearTimeout(timer)
        this.#unanswered.delete(envelopeId)
        resolve(reception)
      }
      this.#unanswered.set(envelopeId, { connection, settle })
      send(connection, { envelope_id: envelopeId, ...envelope(delivery, attempt) })
    })
  }

  /** Tells every connection that it has to be made anew. What it does then is the app's affair. */
  disconnect(reason: DisconnectReason): void {
    for (const connection of this.#connections)
      send(connection, { type: 'disconnect', reason, debug_info: { host: 'applink-workspace' } })
  }

  /** Cuts every connection without a word, as when the network goes away. */
  drop(): void {
    for (const connection of this.#connections) connection.terminate()
  }

  ping(): void {
    for (const connection of this.#connections) connection.ping()
  }

  /** Ends every connection with the closing handshake; one that does not answer it is cut after two seconds. */
  async close(): Promise<void> {
    await Promise.all([...this.#connections].map(ended))
  }

  #next(): WebSocket | undefined {
    const open = [...this.#connections].filter(({ readyState, OPEN }) => readyState === OPEN)
    this.#turn += 1
    return open[this.#turn % open.length]
  }

  #answered(frame: string): void {
    const read = acknowledgement.safeParse(parsed(frame))
    if (read.success)
      this.#unanswered.get(read.data.envelope_id)?.settle({ outcome: 'acknowledged', body: read.data.payload })
  }

  #lost(connection: WebSocket): void {
    this.#connections.delete(connection)
    for (const waiting of [...this.#unanswered.values()])
      if (waiting.connection === connection)
        waiting.settle({ outcome: 'dispatch_failed', reason: 'connection_failed', isFinal: false })
  }
}

const late: Reception = { outcome: 'operation_timeout', reason: 'timeout', isFinal: false }

function envelope({ type, payload }: Delivery, attempt: Attempt): JsonObject {
  if (type !== 'events_api')
    return { payload, type, accepts_response_payload: type === 'slash_commands' || payload.type === 'view_submission' }
  return { payload, type, accepts_response_payload: false, retry_attempt: attempt.number, retry_reason: attempt.reason }
}

const send = (connection: WebSocket, frame: JsonObject): void => connection.send(JSON.stringify(frame))

function ended(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => connection.terminate(), 2000)
    connection.on('close', () => {
      clearTimeout(impatience)
      resolve()
    })
    connection.close(1000)
  })
}
