const shelf = document.querySelector('#toasts')

/** Says something for a few seconds; screen readers say it too. */
export function toast(text, milliseconds = 4000) {
  const note = document.createElement('div')
  note.className = 'toast'
  note.textContent = text
  // A modal dialog covers everything outside of it, so the shelf goes where the person looks.
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(shelf)
  shelf.replaceChildren(note)
  setTimeout(() => note.remove(), milliseconds)
}
