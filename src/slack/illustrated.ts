import { setTimeout as wait } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import { image } from '../block-kit/blocks.ts'
import type { Content, Picture } from '../content.ts'
import { PermanentError, UserError } from '../errors.ts'
import type { Clock } from '../limits/clock.ts'
import { clamped } from '../untrusted/clamped.ts'
import { nativeChart } from './native-chart.ts'
import { type RenderOptions, render } from './render.ts'
import { altOf, fileOf, pictureOf } from './report-picture.ts'
import { inOurWords, refusesBlock } from './slack-errors.ts'

/** A PNG of the picture. */
export type Draw = (picture: Picture) => Promise<Uint8Array>
type Tools = { readonly client: WebClient; readonly draw: Draw; readonly clock: Clock }
type Send<T> = (body: ReturnType<typeof render>) => Promise<T>

/**
 * Sends a content with its picture, if it has one: as a chart of Slack's own, else as a PNG, else without, since a
 * message does not fail for want of its picture. A workspace that refuses charts is offered none while this process lives.
 */
export function illustrator(tools: Tools): <T>(shows: Content, send: Send<T>) => Promise<T> {
  let takesCharts = true
  return async (shows, send) => {
    const picture = pictureOf(shows)
    if (picture === null) return send(rendered(shows))
    const chart = takesCharts ? nativeChart(picture) : null
    if (chart !== null) {
      try {
        return await send(rendered(shows, { picture: chart }))
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error
        if (refusesBlock(error, chart.type)) takesCharts = false
      }
    }
    return withImage(tools, shows, picture, send)
  }
}

/** Slack takes a moment before it shows a new upload. */
const imageTries = 3
const imageRestMs = 1_000

/** The image is uploaded before; an upload that no message shows is seen by nobody. */
async function withImage<T>(tools: Tools, shows: Content, picture: Picture, send: Send<T>): Promise<T> {
  const slackFileId = await uploaded(tools, picture)
  if (slackFileId === null) return send(rendered(shows))
  for (let tries = 0; tries < imageTries; tries++) {
    try {
      return await send(rendered(shows, { picture: image({ slackFileId }, { alt: altOf(picture) }) }))
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error
      await wait(imageRestMs)
    }
  }
  return send(rendered(shows))
}

/** What can't be rendered never can be: its channel goes on without it. */
function rendered(shows: Content, options: RenderOptions = {}): ReturnType<typeof render> {
  try {
    return render(shows, options)
  } catch (error) {
    throw new PermanentError(`A message of the kind ${shows.kind} can't be shown.`, { cause: error })
  }
}

/** Null where the workspace takes no uploads. */
async function uploaded(tools: Tools, picture: Picture): Promise<string | null> {
  try {
    return await upload(tools, await tools.draw(picture), picture)
  } catch (error) {
    if (error instanceof PermanentError || error instanceof UserError) return null
    throw error
  }
}

/** Nobody waits longer for an upload. */
const uploadTimeoutMs = 15_000

/** Shorter than what an image in a message may have. */
const longestAlt = 1_000

async function upload({ client, clock }: Tools, png: Uint8Array, picture: Picture): Promise<string> {
  const file = Buffer.from(png)
  const { filename, title } = fileOf(picture)
  const { upload_url: url, file_id: id } = await inOurWords(() =>
    client.files.getUploadURLExternal({
      filename,
      length: file.byteLength,
      alt_text: clamped(altOf(picture), longestAlt),
    }),
  )
  if (!url || !id) throw new Error('Slack names no place for an upload')
  const late = new AbortController()
  const callOff = clock.after(uploadTimeoutMs, () => late.abort(new Error('Slack did not take an upload in time')))
  const response = await fetch(url, { method: 'POST', body: file, signal: late.signal }).finally(callOff)
  if (!response.ok) throw new Error(`Slack did not take an upload: ${response.status}`)
  await inOurWords(() => client.files.completeUploadExternal({ files: [{ id, title }] }))
  return id
}
