import type { Match } from './match.ts'

const plain = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
/** "jane (at) example (dot) com", as people write who hope that machines can't read it. */
const disguised =
  /(?<![\p{L}\p{N}._+-])[\p{L}\p{N}._+-]+ ?[[({] ?at ?[\])}] ?[\p{L}\p{N}-]+(?:(?:\.| ?[[({] ?dot ?[\])}] ?)[\p{L}\p{N}-]+)+/giu

/** Endings of files and systemd units: `icon@2x.png` and `getty@tty1.service` are no addresses. */
const fileEnding =
  /\.(?:png|jpe?g|gif|svg|webp|css|jsx?|tsx?|json|ya?ml|md|txt|log|html|sh|tgz|zip|jar|service|socket|timer|target|mount|conf)$/i
/** Domains that exist only inside a network. A numbered host there (`repl@db1075.eqiad.wmnet`) is a login. */
const internalHost = /@[a-z-]*\d[\w-]*\.(?:[\w-]+\.)*(?:wmnet|internal|local|lan|localdomain|intranet|svc)$/i

/** E-mail addresses anywhere, also in links; not logins (`git@github.com:acme/app`), files or package versions. */
export function findEmails(text: string): Match[] {
  const addresses = [...text.matchAll(plain)].flatMap((found) => {
    const value = /^.*\.\p{L}{2,}/u.exec(found[0].replace(/^[.%+-]+/, ''))?.[0]
    if (value === undefined || fileEnding.test(value)) return []
    const start = found.index + found[0].indexOf(value)
    const end = start + value.length
    return isLogin(text, value, start, end) ? [] : [{ start, end, value }]
  })
  const spelled = [...text.matchAll(disguised)].map(({ 0: value, index }) => ({
    start: index,
    end: index + value.length,
    value,
  }))
  return [...addresses, ...spelled].map(({ start, end, value }) => ({
    start,
    end,
    kind: 'email',
    identity: plainly(value),
  }))
}

function isLogin(text: string, value: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 24), start)
  if (/(?:\b(?:ssh|scp|rsync|sftp)[ \t](?:-\S+[ \t])*|\b(?:ssh|git|sftp|git\+ssh):\/\/|:\/\/[^\s/@:]*:)$/i.test(before))
    return true
  if (internalHost.test(value)) return true
  return /^:(?:\d{2,5}\b|[~/]|[\w.-]+\/[\w.-])/.test(text.slice(end, end + 48))
}

function plainly(value: string): string {
  return value
    .toLowerCase()
    .replace('%40', '@')
    .replace(/ ?[[({] ?at ?[\])}] ?/, '@')
    .replace(/ ?[[({] ?dot ?[\])}] ?/g, '.')
}
