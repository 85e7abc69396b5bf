import { EventEmitter } from 'node:events'
import { timestamps } from './ids.ts'
import { MessageLog } from './message-log.ts'
import type { Change, Channel, File, Message, Person, Team, UserGroup, View } from './model.ts'

/**
 * Everything the workspace remembers, in memory. Values are never altered: a change puts a new one in place of the old
 * and is announced on `changes`. Nothing is checked here; that is done where a request or a person comes in.
 */
export class WorkspaceState {
  /** `change` says which channel, person or view to look at again. */
  readonly changes = new EventEmitter<{ change: [Change] }>()
  readonly clock: () => Date
  /** A ts later than any before. */
  readonly nextTs: () => string
  readonly #teams = new Map<string, Team>()
  readonly #people = new Map<string, Person>()
  readonly #groups = new Map<string, UserGroup>()
  readonly #channels = new Map<string, Channel>()
  readonly #logs = new Map<string, MessageLog>()
  readonly #ephemerals = new Map<string, Message[]>()
  readonly #files = new Map<string, File>()
  readonly #modals = new Map<string, View[]>()
  readonly #homes = new Map<string, View>()

  constructor(clock: () => Date = () => new Date()) {
    this.clock = clock
    this.nextTs = timestamps(clock)
    this.changes.setMaxListeners(0)
  }

  readonly team = (id: string): Team | undefined => this.#teams.get(id)
  readonly person = (id: string): Person | undefined => this.#people.get(id)
  readonly group = (id: string): UserGroup | undefined => this.#groups.get(id)
  readonly channel = (id: string): Channel | undefined => this.#channels.get(id)
  readonly file = (id: string): File | undefined => this.#files.get(id)

  readonly teams = (): readonly Team[] => [...this.#teams.values()]
  readonly people = (): readonly Person[] => [...this.#people.values()]
  readonly groups = (): readonly UserGroup[] => [...this.#groups.values()]
  readonly channels = (): readonly Channel[] => [...this.#channels.values()]
  readonly files = (): readonly File[] => [...this.#files.values()]

  putTeam(team: Team): void {
    this.#teams.set(team.id, team)
  }

  putGroup(group: UserGroup): void {
    this.#groups.set(group.id, group)
  }

  putFile(file: File): void {
    this.#files.set(file.id, file)
  }

  putPerson(person: Person): void {
    this.#people.set(person.id, person)
    this.#changed({ kind: 'person', id: person.id })
  }

  putChannel(channel: Channel): void {
    this.#channels.set(channel.id, channel)
    this.#changed({ kind: 'channel', id: channel.id })
  }

  /** The direct message of a person with the bot. */
  directMessageOf(userId: string): Channel | undefined {
    return this.channels().find(({ kind, members }) => kind === 'im' && members.includes(userId))
  }

  message(channelId: string, ts: string): Message | undefined {
    return this.#logs.get(channelId)?.get(ts)
  }

  putMessage(message: Message): void {
    const log = this.#logs.get(message.channelId) ?? new MessageLog()
    this.#logs.set(message.channelId, log)
    log.put(message)
    this.#changed({ kind: 'channel', id: message.channelId })
  }

  deleteMessage(message: Message): void {
    this.#logs.get(message.channelId)?.delete(message)
    this.#changed({ kind: 'channel', id: message.channelId })
  }

  /** What stands in a channel, oldest first; replies only when they were sent to the channel too. */
  history(channelId: string): readonly Message[] {
    return this.#logs.get(channelId)?.history() ?? []
  }

  /** The replies to a message, oldest first, without the message itself. */
  replies(channelId: string, ts: string): readonly Message[] {
    return this.#logs.get(channelId)?.replies(ts) ?? []
  }

  replyCount(channelId: string, ts: string): number {
    return this.#logs.get(channelId)?.replyCount(ts) ?? 0
  }

  /** What only this person sees, oldest first. */
  ephemeralsOf(userId: string): readonly Message[] {
    return this.#ephemerals.get(userId) ?? []
  }

  /** Puts an ephemeral message in place of the one with the same ts, or at the end. */
  putEphemeral(userId: string, message: Message): void {
    const others = this.ephemeralsOf(userId).filter(({ ts }) => ts !== message.ts)
    this.#ephemerals.set(
      userId,
      [...others, message].sort((a, b) => a.ts.localeCompare(b.ts)),
    )
    this.#changed({ kind: 'person', id: userId })
  }

  deleteEphemeral(userId: string, ts: string): void {
    const others = this.ephemeralsOf(userId).filter((message) => message.ts !== ts)
    this.#ephemerals.set(userId, others)
    this.#changed({ kind: 'person', id: userId })
  }

  /** The modals on a person's screen, the one on top last. */
  modalsOf(userId: string): readonly View[] {
    return this.#modals.get(userId) ?? []
  }

  homeOf(userId: string): View | undefined {
    return this.#homes.get(userId)
  }

  /** A modal or home tab that is there now, by its id or by what the app calls it. */
  view(id: string, externalId?: string): View | undefined {
    return [...this.#homes.values(), ...[...this.#modals.values()].flat()].find(
      (view) => view.id === id || (externalId !== undefined && externalId !== '' && view.externalId === externalId),
    )
  }

  /** Puts a home tab or a modal in the place of the one with the same id; a new modal comes on top. */
  putView(view: View): void {
    const modals = this.modalsOf(view.userId)
    if (view.type === 'home') this.#homes.set(view.userId, view)
    else if (modals.some(({ id }) => id === view.id))
      this.#modals.set(
        view.userId,
        modals.map((modal) => (modal.id === view.id ? view : modal)),
      )
    else this.#modals.set(view.userId, [...modals, view])
    this.#changed({ kind: 'view', id: view.id, userId: view.userId })
  }

  /** Takes one modal away, or all that the person has open. */
  closeModals(userId: string, viewId?: string): void {
    const closed = this.modalsOf(userId).filter(({ id }) => viewId === undefined || id === viewId)
    this.#modals.set(
      userId,
      this.modalsOf(userId).filter((view) => !closed.includes(view)),
    )
    for (const { id } of closed) this.#changed({ kind: 'view', id, userId })
  }

  #changed(change: Change): void {
    this.changes.emit('change', change)
  }
}
