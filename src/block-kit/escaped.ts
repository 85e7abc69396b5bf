const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text with the three characters that are special to Slack as entities, and no others: Slack knows only these. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => entities[character] ?? character)
