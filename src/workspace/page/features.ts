import { z } from 'zod'

/** A slash command as the composer offers it. */
export type SlashCommand = { readonly command: string; readonly description: string; readonly usageHint: string }

/** A shortcut in the menu of every message. */
export type MessageShortcut = { readonly callbackId: string; readonly name: string }

/** What an app's manifest says that only a client needs. */
export type Features = {
  readonly commands: readonly SlashCommand[]
  readonly messageShortcuts: readonly MessageShortcut[]
}

const manifest = z.object({
  features: z.object({
    slash_commands: z
      .array(z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }))
      .default([]),
    shortcuts: z.array(z.object({ name: z.string(), type: z.string(), callback_id: z.string() })).default([]),
  }),
})

/** Reads them off a manifest as it stands in `manifest.yml`. Throws when it is none. */
export function featuresOf(document: unknown): Features {
  const { slash_commands, shortcuts } = manifest.parse(document).features
  return {
    commands: slash_commands.map(({ usage_hint, ...command }) => ({ ...command, usageHint: usage_hint })),
    messageShortcuts: shortcuts
      .filter(({ type }) => type === 'message')
      .map(({ name, callback_id }) => ({ name, callbackId: callback_id })),
  }
}
