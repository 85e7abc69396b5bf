/** What the server wrote into the page: commands, people, and the four quick reactions. */
export const facts = JSON.parse(document.body.dataset.facts)

const people = document.querySelector('#actor')
const remembered = sessionStorage.getItem('actor')
if (remembered && [...people.options].some(({ value }) => value === remembered)) people.value = remembered

/** The id of the person that one is in this tab. */
export const me = () => people.value

/** Calls back when one becomes somebody else. */
export function onActorChange(listener) {
  people.addEventListener('change', () => {
    sessionStorage.setItem('actor', people.value)
    listener()
  })
}
