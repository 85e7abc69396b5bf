/** With its slashes written out, and nothing that URL parsers would silently mend. */
const whole = /^https?:\/\/[^\s\\\p{Cc}\p{Default_Ignorable_Code_Point}\p{Surrogate}]+$/iu

/**
 * The address in its normal form if a person may be sent there: http or https with a host, no user name or password,
 * nothing invisible, at most 3,000 characters. The host is in punycode, so that its look-alikes show.
 */
export function safeUrl(url: string): string | undefined {
  if (!whole.test(url) || !URL.canParse(url)) return undefined
  const { username, password, href } = new URL(url)
  if (username !== '' || password !== '') return undefined
  // In Slack's own form of a link, `<url|label>`, the address ends here.
  const address = href.replaceAll('|', '%7C')
  return address.length <= 3_000 ? address : undefined
}
