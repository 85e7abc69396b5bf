import { z } from 'zod'
import { wireText } from './wire-text.ts'
import { type PageWorkspace, pressedKey } from './workspace-reader.ts'

const id = z.string().min(1).max(255)
const value = z.union([z.string(), z.array(z.string())]).optional()
const onMessage = { channel: id, ts: id }

const shapes = {
  write: z.object({ channel: id, threadTs: id.optional(), text: z.string().min(1).max(40_000) }),
  react: z.object({ ...onMessage, name: id, isOn: z.boolean() }),
  click: z.object({ ...onMessage, actionId: id, value, isFeedback: z.boolean() }),
  clickInView: z.object({ viewId: id, actionId: id, value }),
  submit: z.object({ viewId: id, entries: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])) }),
  close: z.object({ viewId: id }),
  shortcut: z.object({ ...onMessage, callbackId: id }),
  dismiss: z.object({ ts: id }),
  open: z.object({ tab: z.enum(['home', 'messages']) }),
} as const

type Shapes = typeof shapes
type Act<What> = (workspace: PageWorkspace, userId: string, what: What, pressed: Map<string, string>) => Promise<object>

const acts: { readonly [Name in keyof Shapes]: Act<z.infer<Shapes[Name]>> } = {
  write: async ({ people, state }, userId, { channel, threadTs, text }) => {
    const [, command, rest = ''] = text.match(/^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i) ?? []
    if (command) return { outcome: await people.command(userId, channel, command, rest.trim(), threadTs) }
    return { ts: people.say(userId, channel, wireText(text, state.people()), threadTs).ts }
  },
  react: async ({ people }, userId, { channel, ts, name, isOn }) => {
    if (isOn) people.react(userId, channel, ts, name)
    else people.unreact(userId, channel, ts, name)
    return {}
  },
  click: async ({ people }, userId, { channel, ts, actionId, value: chosen, isFeedback }, pressed) => {
    const outcome = await people.click(userId, channel, ts, actionId, chosen)
    if (isFeedback && outcome === 'acknowledged') pressed.set(pressedKey(userId, channel, ts, actionId), String(chosen))
    return { outcome }
  },
  clickInView: async ({ people }, userId, { viewId, actionId, value: chosen }) => ({
    outcome: await people.clickInView(userId, viewId, actionId, chosen),
  }),
  submit: ({ people }, userId, { viewId, entries }) => people.submit(userId, viewId, entries),
  close: async ({ people }, userId, { viewId }) => {
    await people.close(userId, viewId)
    return {}
  },
  shortcut: async ({ people }, userId, { channel, ts, callbackId }) => ({
    outcome: await people.shortcut(userId, channel, ts, callbackId),
  }),
  dismiss: async ({ state }, userId, { ts }) => {
    state.deleteEphemeral(userId, ts)
    return {}
  },
  open: async ({ people }, userId, { tab }) => {
    const channel = people.directMessage(userId)
    people.openHome(userId, tab)
    return { channel }
  },
}

/** Runs one act of a person by its name; what comes back goes to the script as JSON. Throws for what is not possible. */
export type Perform = (name: string, userId: string, body: unknown) => Promise<object>

/** What the page can do for a person. `pressed` remembers feedback buttons, which Slack draws pressed from then on. */
export function personActs(workspace: PageWorkspace, pressed: Map<string, string>): Perform {
  const perform = <Name extends keyof Shapes>(name: Name, userId: string, body: unknown): Promise<object> => {
    const act: Act<z.infer<Shapes[Name]>> = acts[name]
    return act(workspace, userId, shapes[name].parse(body) as z.infer<Shapes[Name]>, pressed)
  }
  return async (name, userId, body) => {
    if (!Object.hasOwn(acts, name)) throw new Error(`Nobody knows how to ${name}.`)
    return perform(name as keyof Shapes, userId, body)
  }
}
