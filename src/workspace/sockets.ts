import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import type { SocketTransport } from './socket-transport.ts'

/** Lets Socket Mode connections in at `/link/`, each with a ticket that is good for one; the rest is turned away. */
export function acceptSockets(server: Server, transport: SocketTransport, baseUrl: string): () => string {
  const tickets = new Set<string>()
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname !== '/link/' || !tickets.delete(searchParams.get('ticket') ?? ''))
      return void socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (connection) => transport.welcome(connection))
  })
  return () => {
    const ticket = randomBytes(16).toString('hex')
    tickets.add(ticket)
    return `${baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}`
  }
}
