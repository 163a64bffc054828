// A form is sent once. The server makes a second copy harmless; this spares the person the wait and the doubt.
const AGAIN_AFTER = 4000 // a download leaves the page standing, so the form must come back to life

export function guardForms (root) {
  root.addEventListener('submit', (event) => {
    const form = event.target
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    // Read by other listeners first: one of them may have cancelled the sending.
    if (event.defaultPrevented) return
    form.dataset.sent = 'yes'
    setTimeout(() => { delete form.dataset.sent }, AGAIN_AFTER)
  })
  // Coming back with the Back button must not find a dead form.
  window.addEventListener('pageshow', () => {
    for (const form of root.querySelectorAll('form[data-sent]')) delete form.dataset.sent
  })
}
