/** Why one page can't be read as it is now; it becomes the reason of an unreadable item. */
export class UnreadablePage extends Error {
  override readonly name = 'UnreadablePage'
}
