/* In a review the first field of the form that was asked for takes the focus, or the first one that was refused:
   the next key is typed into it. */
const fields = ":is(input:not([type=hidden]), select, textarea)";
(document.querySelector(`#decide ${fields}[aria-invalid]`) ?? document.querySelector(`#decide ${fields}`))?.focus();
