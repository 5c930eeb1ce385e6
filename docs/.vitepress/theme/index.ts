// The fonts of the reader's system: none has to be loaded.
export { default } from 'vitepress/theme-without-fonts'
