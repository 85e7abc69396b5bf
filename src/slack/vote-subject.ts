import type { Content } from '../content.ts'

/** What a vote on this message is about, in words; undefined where that goes without saying. */
export function voteSubject(shows: Content): string | undefined {
  switch (shows.kind) {
    case 'digest':
      return `The digest of “${shows.title}”`
    case 'summary':
      return 'The summary'
    case 'finding':
      return `${shows.technology.name} in “${shows.postmortem.title}”`
    case 'pattern':
      return `The pattern “${shows.pattern.name}” of ${shows.technology.name}`
    case 'rare':
      return `The rare themes of ${shows.technology.name}`
    case 'opportunity':
      return `The proposal “${shows.investment}”`
    default:
      return undefined
  }
}
