import { z } from 'zod'
import { ApiError } from './api-error.ts'
import { embedded, readArguments } from './arguments.ts'
import { draft } from './draft.ts'
import { announceMessage } from './events.ts'
import { fileJson } from './file-json.ts'
import { newId } from './ids.ts'
import { type Caller, type Method, method } from './method.ts'
import type { Channel, File, Message } from './model.ts'
import { readContent } from './outgoing.ts'
import { threadIn, writableChannel } from './reach.ts'
import { sharesJson } from './shares-json.ts'

const announced = z.object({
  filename: z.string().min(1),
  length: z.coerce.number().int().positive(),
  alt_text: z.string().default(''),
})

/** A file whose bytes are still to come is kept with none, under the URL that they are to be sent to. */
const getUploadUrl = method(['files:write'], 4, announced, (caller, sent) => {
  const id = newId('F')
  const { state, installation, url } = caller
  state.putFile({
    id,
    name: sent.filename,
    title: sent.filename,
    altText: sent.alt_text,
    ...kindOf(sent.filename),
    size: sent.length,
    userId: installation.botUserId,
    teamId: installation.team.id,
    created: Math.floor(state.clock().getTime() / 1000),
    channelIds: [],
    urlPrivate: `${url}/files/${id}/${encodeURIComponent(sent.filename)}`,
    permalink: `${url}/files/${id}`,
    bytes: new Uint8Array(),
  })
  return { ok: true, upload_url: `${url}/files/upload/${id}`, file_id: id }
})

const completing = z.object({
  files: embedded,
  channel_id: z.string().optional(),
  thread_ts: z.string().optional(),
  initial_comment: z.string().optional(),
  blocks: embedded.optional(),
})
const uploaded = z.object({ files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1) })

const complete = method(['files:write'], 4, completing, (caller, sent) => {
  const { files } = readArguments(uploaded, { files: sent.files })
  const channel = sent.channel_id === undefined ? null : writableChannel(caller, sent.channel_id)
  const shared = files.map(({ id, title }): File => {
    const file = caller.state.file(id)
    if (!file || file.bytes.length === 0) throw new ApiError('file_not_found')
    return { ...file, title: title ?? file.name, channelIds: channel ? [channel.id] : [] }
  })
  const message = channel && shareOf(caller, channel, shared, sent)
  for (const file of shared) caller.state.putFile(file)
  if (message) {
    caller.state.putMessage(message)
    announceMessage(caller, message)
  }
  return { ok: true, files: shared.map((file) => fileJson(caller, file)) }
})

const info = method(['files:read'], 4, z.object({ file: z.string() }), (caller, sent) => {
  const file = caller.state.file(sent.file)
  if (!file) throw new ApiError('file_not_found')
  return { ok: true, file: { ...fileJson(caller, file), shares: sharesJson(caller, file) }, comments: [] }
})

/** Uploading in three steps: announce, send the bytes, share. */
export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
}

function shareOf(caller: Caller, channel: Channel, files: readonly File[], sent: z.infer<typeof completing>): Message {
  const { initial_comment: text, blocks } = sent
  const content = text === undefined && blocks === undefined ? {} : readContent({ text, blocks }, caller)
  return {
    ...draft(caller, channel.id),
    ...content,
    botId: caller.installation.botId,
    threadTs: threadIn(caller, channel, sent.thread_ts),
    files,
  }
}

const mimetypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  jpg: 'image/jpeg',
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
  pdf: 'application/pdf',
}

function kindOf(filename: string): Pick<File, 'filetype' | 'mimetype'> {
  const filetype = filename.split('.').at(-1)?.toLowerCase() ?? ''
  return { filetype, mimetype: mimetypes[filetype] ?? 'application/octet-stream' }
}
