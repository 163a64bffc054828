// Follows long work. Speaks at each quarter, not at each step.
const EVERY = 1000
const SLOWEST = 10000

function follow (box) {
  const bar = box.querySelector('progress')
  const text = box.querySelector('[data-progress-text]')
  const status = box.querySelector('[data-progress-status]')
  const link = box.querySelector('[data-progress-check]')
  let spoken = -1
  let wait = EVERY

  function speak (words, share) {
    const quarter = Math.floor(share * 4)
    if (quarter === spoken) return
    spoken = quarter
    status.textContent = words
  }

  function end (answer) {
    status.textContent = answer.text
    if (answer.next_href) {
      link.href = answer.next_href
      link.textContent = answer.failed ? 'See what went wrong' : 'Open the result'
    } else {
      link.hidden = true
    }
  }

  function show (answer) {
    bar.max = Math.max(1, answer.maximum)
    bar.value = answer.value
    text.textContent = answer.text
    wait = EVERY
    if (answer.done || answer.failed) return end(answer)
    speak(answer.text, answer.value / bar.max)
    setTimeout(ask, wait)
  }

  function tryLater () {
    wait = Math.min(wait * 2, SLOWEST)
    text.textContent = 'We could not ask how far it is. The work goes on; asking again.'
    setTimeout(ask, wait)
  }

  async function ask () {
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: 'application/json' } })
      if (!answer.ok) return tryLater()
      show(await answer.json())
    } catch {
      tryLater()
    }
  }
  ask()
}

for (const box of document.querySelectorAll('[data-progress-url]')) follow(box)
