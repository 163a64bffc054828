// Hides questions that another answer makes pointless. Without this script all of them are shown, each with the words that
// say whom it is for; what stands in a hidden one is sent all the same, and the server drops it when it does not apply.

function chosen (name) {
  const boxes = document.querySelectorAll(`[name="${name}"], [name="${name}-not_known"]`)
  const values = []
  for (const box of boxes) {
    if (box.closest('[data-only-if][hidden]')) continue
    if (box.type === 'radio' || box.type === 'checkbox') {
      if (box.checked) values.push(box.name === name ? box.value : 'not_known')
    } else values.push(box.value)
  }
  return values
}

function update (blocks) {
  for (const block of blocks) {
    const wanted = block.dataset.wanted.split(' ')
    block.hidden = !chosen(block.dataset.onlyIf).some((value) => wanted.includes(value))
  }
}

const blocks = document.querySelectorAll('[data-only-if]')
for (const words of document.querySelectorAll('.app-only-if__words')) words.hidden = true
document.addEventListener('change', () => update(blocks))
update(blocks)
