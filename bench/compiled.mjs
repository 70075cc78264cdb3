/** A module as it is published. @param {string} file of dist/, without its extension @returns {Promise<any>} */
export const compiled = (file) => import(new URL(`../dist/${file}.js`, import.meta.url).href);
