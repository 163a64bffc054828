// The session that a resident chose ends on the page itself: a warning two minutes before, and then nothing is shown.
(() => {
  const dialog = document.querySelector('dialog[data-ends]')
  if (!dialog) return
  const whole = Number(dialog.dataset.ends) * 60000
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('visit') : null
  let endsAt = 0
  let over = false

  function restart () {
    if (over) return
    endsAt = Date.now() + whole
    if (dialog.open) dialog.close()
  }

  function end () {
    over = true
    if (dialog.open) dialog.close()
    document.body.classList.add('app-left')
    document.title = dialog.dataset.leaving
    const form = document.getElementById(dialog.dataset.keeps)
    // Sent after its time: the server keeps what was typed for whoever comes back, and shows the end page.
    if (form) HTMLFormElement.prototype.submit.call(form)
    else window.location.replace('/form/ended')
  }

  // Compares clock times: a phone that slept has lost its timers, not its clock. Two seconds later than the server.
  function look () {
    const left = endsAt + 2000 - Date.now()
    if (over) return
    if (left <= 0) end()
    else if (left <= 122000 && !dialog.open) dialog.showModal()
  }

  async function stay () {
    const answer = await fetch('/form/stay', { redirect: 'manual', cache: 'no-store' }).catch(() => null)
    if (!answer) return
    if (answer.status !== 204) return end()
    restart()
    if (tabs) tabs.postMessage('stays')
  }

  dialog.querySelector('button').addEventListener('click', stay)
  dialog.addEventListener('cancel', event => { event.preventDefault(); stay() })
  if (tabs) {
    tabs.addEventListener('message', restart)
    tabs.postMessage('opened')
  }
  restart()
  setInterval(look, 1000)
})()
