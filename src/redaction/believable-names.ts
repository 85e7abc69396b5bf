import { type Directory, whoHasHandle } from './directory.ts'
import type { Trust } from './sighting.ts'
import { canBeGivenName, fold, isAmbiguous, isCapitalised, isGivenName, isNobody } from './words.ts'

/** What speaks for somebody: the place, another person before, and who is known. */
type Evidence = { readonly trust: Trust; readonly inCompany: boolean; readonly directory: Directory }

/** The part of a capitalised phrase that is somebody's name, if any is: "Jane Roe" of "Jane Roe SRE", not "Data Platform". */
export function nameIn(shape: string, evidence: Evidence): string | null {
  const words = [...shape.matchAll(/[^ \t\u00a0]+/g)]
  const first = words[0]?.[0] ?? ''
  const beginsWell = canBeGivenName(first)
  const crowd = words.findIndex(([word]) => isNobody(word) && (!beginsWell || /^\p{Lu}+$/u.test(word)))
  if (crowd === 0 || (crowd > 0 && !beginsWell)) return null
  const kept = crowd === -1 ? words : words.slice(0, crowd)
  const last = kept.at(-1)
  const name = shape.slice(0, (last?.index ?? 0) + (last?.[0].length ?? 0)).replace(/['’]s$/i, '')
  if (kept.length === 1) return isBelievableWord(first, evidence) ? name : null
  const isLikeOthers = !isAmbiguous(first) && isCapitalised(first) && !kept.some(([word]) => /^\p{Lu}{2,}$/u.test(word))
  const endsWell = evidence.trust === 'sure' || !isAmbiguous(last?.[0] ?? '')
  return beginsWell || (isLikeOthers && endsWell) ? name : null
}

function isBelievableWord(word: string, { trust, inCompany, directory }: Evidence): boolean {
  if (isGivenName(word) || directory.singleNames.has(fold(word))) return true
  if (trust === 'likely' && !inCompany) return false
  const isInitials = trust === 'sure' && /^\p{Lu}{2,3}$/u.test(word)
  return canBeGivenName(word) || isInitials || (isCapitalised(word) && !isAmbiguous(word))
}

/** Tells whether a lower-case word is somebody's nickname. `surroundings` are the character before it and some after it. */
export function isBelievableHandle(
  handle: string,
  [before, after]: readonly [string, string],
  { trust, inCompany, directory }: Evidence,
): boolean {
  if (whoHasHandle(directory, handle) !== null) return true
  if (handle.startsWith('@')) return !isCrowdHandle(handle)
  if (isAmbiguous(handle) || isCrowdHandle(handle)) return false
  const [first = '', ...others] = handle.split(/[._]/)
  if (isGivenName(first)) return true
  const isFile = before === '`' || /\.(?:com|net|org|io|conf|[jt]s|py|go|ya?ml|json|md|svc)$/.test(handle)
  const isTrusted = trust === 'sure' || inCompany || (others.length === 1 && !isFile)
  const ends = /^[*_`"]*[ \t]*(?:$|[,;/&|()\n\].]|and\b)/.test(after)
  return isTrusted && ends && handle.length > 2 && !/\d{3,}$/.test(handle)
}

/** A team's or a robot's name: `team-checkout`, `sre-oncall`, `icinga-wm`, `deploybot`. */
export function isCrowdHandle(handle: string): boolean {
  if (/bot$|^bot\b|[-_]wm$|alert|webhook/i.test(handle)) return true
  return handle
    .replace(/^@/, '')
    .split(/[._-]/)
    .some((part) => isNobody(part))
}
