// Keys and clock of the live meeting. Every key presses a control that can be seen, marked with data-key; so what a key
// does can always be done, and read, without it.
const TYPING = 'textarea, select, [contenteditable=""], [contenteditable="true"], ' +
  'input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="reset"])'

function isVisible (control) {
  return control.getClientRects().length > 0 && !control.disabled
}

function controlFor (root, key) {
  return [...root.querySelectorAll('[data-key]')].find(
    (control) => control.dataset.key.toLowerCase() === key && isVisible(control))
}

function press (control) {
  control.focus()
  control.click()
}

function startKeys (root) {
  const control = root.querySelector('[data-keys-switch]')
  let on = root.dataset.keysOn !== 'false'

  function show () {
    if (!control) return
    control.hidden = false
    control.setAttribute('aria-pressed', String(on))
    control.querySelector('[data-keys-word]').textContent = on ? 'ON' : 'OFF'
    root.classList.toggle('app-live--keys-off', !on)
  }

  async function remember () {
    const body = new FormData()
    body.append('on', on ? 'yes' : 'no')
    body.append('csrf_token', document.querySelector('input[name="csrf_token"]')?.value ?? '')
    await fetch(root.dataset.keysUrl, { method: 'POST', body, redirect: 'manual' }).catch(() => null)
  }

  control?.addEventListener('click', () => {
    on = !on
    show()
    if (root.dataset.keysUrl) remember()
  })
  document.addEventListener('keydown', (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return
    if (document.querySelector('dialog[open]')) return
    if (event.target.closest?.(TYPING)) {
      // Escape leaves the box, so that the keys work again; what was typed stays.
      if (event.key === 'Escape') event.target.blur()
      return
    }
    const found = controlFor(root, event.key.toLowerCase())
    if (!found) return
    event.preventDefault()
    press(found)
  })
  show()
}

// Once a minute, never aloud, but for one sentence when the planned time is used up.
function startClock (root) {
  const clock = root.querySelector('[data-started-at]')
  if (!clock) return
  const started = Date.parse(clock.dataset.startedAt)
  const planned = Number(clock.dataset.planned)
  const words = clock.querySelector('[data-clock-words]')
  const bar = clock.querySelector('progress')
  let warned = (Date.now() - started) / 60000 >= planned

  function tick () {
    const minutes = Math.max(0, Math.floor((Date.now() - started) / 60000))
    const text = `This case ${minutes} of ${planned} min`
    if (words.textContent !== text) words.textContent = text
    if (bar) bar.value = Math.min(minutes, planned)
    clock.classList.toggle('app-clock--over', minutes >= planned)
    if (minutes >= planned && !warned) {
      warned = true
      announce(root, 'The planned time for this case is used up.')
    }
  }
  tick()
  setInterval(tick, 5000)
}

function announce (root, words) {
  const status = root.querySelector('[data-live-status]')
  if (status) status.textContent = words
}

// After "Save and next" the reader stands at the new case's heading and hears which one it is.
function arrive (root) {
  if (!root.dataset.announce) return
  root.querySelector('#case-heading')?.focus()
  setTimeout(() => announce(root, root.dataset.announce), 150)
}

const live = document.querySelector('[data-live]')
if (live) {
  startKeys(live)
  startClock(live)
  arrive(live)
}
