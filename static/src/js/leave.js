// The way out of a resident's page, faster and without a trace in the history. The links work without it.
// Three presses of Shift within five seconds leave too; either Shift counts, and holding one down counts once.
(() => {
  const exit = document.querySelector('[data-exit]')
  if (!exit) return
  const said = document.createElement('span')
  said.className = 'govuk-visually-hidden'
  said.setAttribute('role', 'status')
  exit.append(said)
  let presses = 0
  let forget

  function hide () {
    document.body.classList.add('app-left')
    document.title = exit.dataset.leaving
  }

  function leave () {
    hide()
    // Replaced, not followed: Back does not lead to this page.
    window.location.replace('/leave')
  }

  for (const link of document.querySelectorAll('[data-leave]')) {
    link.addEventListener('click', event => {
      event.preventDefault()
      leave()
    })
  }

  document.addEventListener('keydown', event => {
    if (event.key !== 'Shift' || event.repeat) return
    presses += 1
    clearTimeout(forget)
    forget = setTimeout(() => { presses = 0; said.textContent = '' }, 5000)
    if (presses >= 3) leave()
    else said.textContent = presses === 1 ? exit.dataset.two : exit.dataset.one
  })

  // A page that the browser kept in memory is never shown again as it was: the server is asked who may see it.
  window.addEventListener('pageshow', event => {
    if (!event.persisted) return
    hide()
    window.location.reload()
  })
})()
