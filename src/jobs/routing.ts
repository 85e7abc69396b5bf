/** Which channels a digest is announced in, by their ids. */
export type Routing = {
  readonly everything: string | null
  readonly technologies: Readonly<Record<string, string>>
  readonly teams: Readonly<Record<string, string>>
  /** Older postmortems are digested without a word: importing an archive must not flood anybody. */
  readonly announceDays: number
}

export const nowhere: Routing = { everything: null, technologies: {}, teams: {}, announceDays: 0 }

/** The channels of its technologies and its team; the one for everything else only where there is none. */
export function channelsFor(routing: Routing, technologies: readonly string[], team: string | null): string[] {
  const own = [...technologies.map((id) => routing.technologies[id]), team === null ? undefined : routing.teams[team]]
  const found = [...new Set(own.filter((channel) => channel !== undefined))]
  return found.length > 0 ? found : routing.everything === null ? [] : [routing.everything]
}

/** Whether a postmortem is news. One without any date is. */
export function isNews({ announceDays }: Routing, publishedOn: string | null, today: Date): boolean {
  return publishedOn === null || today.getTime() - Date.parse(publishedOn) <= announceDays * 86_400_000
}
