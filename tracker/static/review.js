/* In a review the first field of the form that was asked for takes the focus: the next key is typed into it. */
document.querySelector("#decide :is(input:not([type=hidden]), select, textarea)")?.focus();
