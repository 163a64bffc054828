// The room's screen follows the meeting: it asks for a word that changes with the screen and loads the page again then.
// When the answer stays away it says so, because something old must never look current.
const EVERY = 2000
const root = document.querySelector('[data-room-url]')

async function look () {
  const lost = root.querySelector('[data-room-lost]')
  try {
    const answer = await fetch(root.dataset.roomUrl, { headers: { Accept: 'application/json' }, redirect: 'error' })
    const { version } = await answer.json()
    lost.hidden = true
    if (version !== root.dataset.roomVersion) window.location.reload()
  } catch {
    lost.hidden = false
  }
}

if (root) setInterval(look, EVERY)
