// Warns five minutes before an idle session ends and, when it has ended, covers the page: somebody else may be in the room.
const WARN_BEFORE = 5

export function watchSession (dialog) {
  const minutes = Number(dialog.dataset.sessionMinutes)
  const left = dialog.querySelector('[data-session-left]')
  const status = dialog.querySelector('[data-session-status]')
  const title = dialog.querySelector('h2')
  const form = dialog.querySelector('form')
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('session') : null
  const firstTitle = title.textContent
  let endsAt = 0
  let said = null

  function restart () {
    endsAt = Date.now() + minutes * 60000
    said = null
    title.textContent = firstTitle
    dialog.classList.remove('app-dialog--ended')
    if (dialog.open) dialog.close()
  }

  function say (words) {
    left.textContent = words
    status.textContent = words
  }

  function showEnded () {
    title.textContent = 'You have been signed out'
    dialog.classList.add('app-dialog--ended')
    say('What you typed is still on this page. Sign in again in another tab, then press “Stay signed in” here.')
  }

  // Compares clock times: a laptop that slept has lost its timers, not its clock.
  function look () {
    const minutesLeft = Math.ceil((endsAt - Date.now()) / 60000)
    if (minutesLeft > Math.min(WARN_BEFORE, minutes - 1) || minutesLeft === said) return
    said = minutesLeft
    if (!dialog.open) dialog.showModal()
    if (minutesLeft <= 0) showEnded()
    else say(`You have ${minutesLeft} minute${minutesLeft === 1 ? '' : 's'} left.`)
  }

  async function keep (event) {
    event.preventDefault()
    const answer = await fetch(dialog.dataset.sessionUrl, {
      method: 'POST', body: new FormData(form), redirect: 'manual', headers: { Accept: 'application/json' }
    }).catch(() => null)
    if (!answer || !answer.ok) {
      say('We could not keep you signed in. Copy your text, then sign in again in another tab.')
      return
    }
    const fresh = await answer.json().catch(() => ({}))
    if (fresh.csrf_token) {
      for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = fresh.csrf_token
    }
    restart()
    if (tabs) tabs.postMessage('kept')
  }

  // Escape may close a warning, but not the cover of an ended session; browsers let a second Escape through `cancel`.
  dialog.addEventListener('close', () => { if (endsAt <= Date.now()) dialog.showModal() })
  form.addEventListener('submit', keep)
  if (tabs) {
    tabs.addEventListener('message', restart)
    tabs.postMessage('opened')
  }
  restart()
  setInterval(look, 1000)
}
