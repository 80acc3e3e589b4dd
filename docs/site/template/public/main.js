export default {
  // Code without a language is output or a syntax: guessed colours would be wrong.
  configureHljs: hljs => hljs.configure({ languages: [] }),

  start: () => {
    // In a table a pipe is written \|, and this renderer leaves the backslash in code.
    document.querySelectorAll('td code').forEach(code => {
      code.textContent = code.textContent.replaceAll('\\|', '|')
    })

    // The syntax of a command breaks where the page ends, between parameters and not after the hyphen of one.
    document.querySelectorAll('#syntax ~ h3 + pre > code:not([class*=lang-])').forEach(code => {
      code.classList.add('nohighlight', 'hljs')
      code.innerHTML = code.innerHTML.replaceAll('\n ', ' ').replace(/\[*-\w+/g, '<span class="parameter">$&</span>')
    })
  },
}
