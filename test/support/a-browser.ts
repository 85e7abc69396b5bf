import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { server } from './a-database.ts'

const executablePath = '/usr/bin/chromium'

const hasChromium = existsSync(executablePath)

/**
 * Whether tests use a browser. Without one they are skipped, and whoever runs them is told what to install; where a
 * database server is tested they would see nothing new, since the demo brings its own database.
 */
export const browsing = hasChromium && !server

if (!hasChromium)
  console.warn(
    `Skipped, because there is no ${executablePath} on this machine: apt-get install chromium fonts-noto-color-emoji`,
  )

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/** Debian's Chromium without a window, with a profile of its own that goes when it is closed, and no way off this machine. */
export function aBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags })
}
